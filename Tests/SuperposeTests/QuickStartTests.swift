import Foundation
import Testing

/// The README shows the programs that are compiled and that `scripts/check-examples` runs.
@Test(arguments: [
  ("examples/QuickStart/main.swift", 10), ("examples/Script/Package.swift", 12),
  ("examples/Script/Sources/Script/main.swift", 22),
])
func readmeShowsTheExamples(_ path: String, _ mostLines: Int) throws {
  let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  let example = try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
  let readme = try String(contentsOf: root.appendingPathComponent("README.md"), encoding: .utf8)
  let blocks = readme.components(separatedBy: "```swift\n").dropFirst().compactMap {
    $0.components(separatedBy: "```").first
  }
  #expect(blocks.contains(example), "no ```swift block of README.md equals \(path)")
  #expect(example.split(separator: "\n", omittingEmptySubsequences: false).dropLast().count <= mostLines)
}
