enum DockerfileMutation { static func run(_ a: [String]) throws {} }
