/// The command line of a shell: `bash -lexo pipefail -c 'program' name argument…`.
struct ShellInvocation {
  var flags: ShellFlags = []
  /// The place of the program's text among the words, after `-c`.
  var program: Int?
  /// Whether the program is read from the standard input: no `-c`, and no operand or `-s`.
  var readsInput = false

  init(_ words: [String?]) {
    var takesProgram = false
    var isInput = false
    var index = 1
    options: while index < words.count {
      guard let word = words[index], let first = word.utf8.first else { break }
      if word == "--" || word == "-" {
        index += 1
        break
      }
      if word.hasPrefix("--") {
        index += word == "--rcfile" || word == "--init-file" ? 2 : 1
        continue
      }
      guard first == UInt8(ascii: "-") || first == UInt8(ascii: "+"), word.utf8.count > 1 else { break }
      let isOn = first == UInt8(ascii: "-")
      for letter in word.utf8.dropFirst() {
        switch letter {
        case UInt8(ascii: "c"): takesProgram = true
        case UInt8(ascii: "s"): isInput = true
        case UInt8(ascii: "o"), UInt8(ascii: "O"):
          index += 1
          guard index < words.count else { break options }
          if letter == UInt8(ascii: "o"), let name = words[index], let flag = ShellFlags(name: name) {
            set(flag, isOn)
          }
        default: if let flag = ShellFlags(letter: letter) { set(flag, isOn) }
        }
      }
      index += 1
    }
    if takesProgram {
      if index < words.count { program = index }
    } else {
      readsInput = isInput || index >= words.count
    }
  }

  private mutating func set(_ flag: ShellFlags, _ isOn: Bool) {
    if isOn { flags.insert(flag) } else { flags.remove(flag) }
  }
}
