import SourceText

/// What RUN mounts, and what COPY and ADD take.
extension DockerfileEvaluator {
  mutating func runMounts(_ instruction: DockerfileInstruction) {
    for mount in instruction.mounts {
      do throws(DockerfileMountProblem) {
        let read = try DockerfileRunMount(mount) { word throws(DockerfileMountProblem) in
          let expansion = expansion(of: word, seeing: moment, expansionOptions)
          if case .failed(let error) = expansion.outcome { throw .badWord(error) }
          return expansion.value
        }
        try read.check(in: directory)
      } catch {
        report(error.kind, mount.range)
      }
    }
  }

  /// With `/` whatever the system; nil where it is not known.
  private var directory: [UInt8]? {
    switch current.workingDirectory.state {
    case .unset: []
    case .known(let path): isWindows(stage ?? 0) ? ImagePath.withSlashes(path.utf8) : Array(path.utf8)
    case .unknown: nil
    }
  }

  /// `dispatchCopy`
  mutating func runCopy(
    _ instruction: DockerfileInstruction, _ sources: [DockerfileWord], _ destination: DockerfileWord
  ) {
    let isAdd = instruction.keyword == .add
    _ = instruction.flag("chown")?.value.flatMap { expand($0) }
    if let word = instruction.flag("chmod")?.value, let mode = expand(word), !ArgumentValues.isFileMode(mode) {
      report(.badFileMode(mode.asString), word.range)
    }
    let checksumWord = isAdd ? instruction.flag("checksum")?.value : nil
    var checksum = checksumWord.flatMap { expand($0) } ?? []
    let paths = sources.filter { !HeredocOpening.matches($0.text.bytes) }.map { (word: $0, value: expand($0)) }
    if let path = expand(destination), isWindows(stage ?? 0), !ImagePath.isDestination(path, from: directory) {
      report(.badPath(path.asString), destination.range)
    }
    expandHeredocs(of: instruction)

    if let checksumWord, !checksum.isEmpty {
      if paths.count != 1 {
        report(.checksumOfManySources, checksumWord.range)
      } else if let value = paths[0].value, !CopySource.isChecksumAllowed(value) {
        report(.checksumOfLocalSource, checksumWord.range)
      }
    }
    var keepsGit = instruction.flag("keep-git-dir").map { $0.value?.text.bytes.equalsIgnoringCase("true") ?? true }
    for (word, value) in paths {
      guard let value else { continue }
      switch CopySource(value) {
      case .path:
        if isWindows(stage ?? 0), ImagePath.withoutDrive(value) == nil { report(.badPath(value.asString), word.range) }
      case .badGit: report(.badGitSource(value.asString), word.range)
      case .url where !isAdd, .git where !isAdd: report(.remoteSource(value.asString), word.range)
      case .url where !checksum.isEmpty && !ArgumentValues.isDigest(checksum):
        report(.badChecksum(checksum.asString), word.range)
      case .url: continue
      case .git(let query):
        if let keepsGit, let wanted = query.keepsGitDirectory, keepsGit != wanted {
          report(.keepGitDirectoryConflict, word.range)
        }
        if !checksum.isEmpty, let wanted = query.checksum, !checksum.equals(wanted) {
          report(.checksumConflict, word.range)
        }
        // To BuildKit they hold for the sources that follow too.
        if let wanted = query.checksum { checksum = Array(wanted.utf8) }
        keepsGit = query.keepsGitDirectory ?? keepsGit
      }
    }
  }

  /// Bodies have no quotes, and `\` escapes in them whatever the file's escape character is.
  private mutating func expandHeredocs(of instruction: DockerfileInstruction) {
    var options = DockerfileExpansion.Options()
    options.readsQuotes = false
    options.maximumLength = expansionOptions.maximumLength
    for heredoc in instruction.heredocs where heredoc.expands {
      let word = DockerfileWord(text: heredoc.body, range: heredoc.bodyRange)
      options.maximumLength = max(expansionOptions.maximumLength, 2 * word.text.count)
      let outcome = expansion(of: word, seeing: moment, options).outcome
      if case .failed(let error) = outcome { report(.badWord(error), word.range) }
    }
  }
}
