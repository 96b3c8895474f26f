import Foundation
import Testing

/// The README shows the example that is compiled.
@Test func readmeShowsTheQuickStart() throws {
  let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  let example = try String(contentsOf: root.appendingPathComponent("examples/QuickStart/main.swift"), encoding: .utf8)
  let readme = try String(contentsOf: root.appendingPathComponent("README.md"), encoding: .utf8)
  let blocks = readme.components(separatedBy: "```swift\n").dropFirst().compactMap {
    $0.components(separatedBy: "```").first
  }
  #expect(blocks.contains(example), "no ```swift block of README.md equals examples/QuickStart/main.swift")
  #expect(example.split(separator: "\n", omittingEmptySubsequences: false).dropLast().count <= 10)
}
