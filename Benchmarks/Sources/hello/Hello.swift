@main enum Hello {
  static func main() { print("hello") }
}
