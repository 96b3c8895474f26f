import Foundation
import Testing

/// Compares text with a file in `Snapshots`. A missing file is recorded and the test fails, so that somebody looks at
/// it.
func expectSnapshot(_ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
  let url = URL(fileURLWithPath: Repository.path + "/Tests/CLITests/Snapshots/" + name)
  guard let expected = try? String(contentsOf: url, encoding: .utf8) else {
    try Data(text.utf8).write(to: url)
    Issue.record("recorded the missing snapshot \(name); read it, then run again", sourceLocation: sourceLocation)
    return
  }
  #expect(
    text == expected, "differs from Snapshots/\(name); remove the file to record it anew",
    sourceLocation: sourceLocation)
}
