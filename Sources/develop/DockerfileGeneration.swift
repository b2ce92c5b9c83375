enum DockerfileGeneration { static func run(_ a: [String]) throws {} }
