import ArgumentParser
import Foundation
import SuperposeFiles
import SuperposeLists

struct PairsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pairs", abstract: "Makes a list of pairs, for batch, of a folder of images.",
    discussion: """
      Images are taken in the order of their names, in which 10 follows 9; those in folders below count too. Each pair \
      is in the list once, the later image onto the earlier one.
      """)

  @Argument(help: "A folder of images.")
  var folder: String

  @Flag(help: "Pair each image with each.")
  var exhaustive = false

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Pair each image with so many that follow it.", valueName: "count"))
  var sequential: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Pair each image with so many that were taken nearest to it, by their EXIF. Images that do not say where are "
        + "named and left out.",
      valueName: "count"))
  var byGps: Int?

  @Option(
    name: [.short, .long],
    help: ArgumentHelp(
      "The list, in which paths are relative to it where the images lie beside or below it. (default: the standard "
        + "output, with paths as they are)",
      valueName: "file"))
  var output: String?

  @Flag(help: "Do not say how many pairs there are.")
  var quiet = false

  func validate() throws {
    guard [exhaustive, sequential != nil, byGps != nil].count(where: { $0 }) == 1 else {
      throw ValidationError("expected one of --exhaustive, --sequential COUNT and --by-gps COUNT.")
    }
    if let sequential { try requireCount(sequential, "--sequential", from: 1) }
    if let byGps { try requireCount(byGps, "--by-gps", from: 1) }
  }

  private var pattern: FolderPairs.Pattern {
    if let sequential { return .sequential(sequential) }
    return byGps.map { .nearest($0) } ?? .exhaustive
  }

  func run() throws {
    let file = try output.map { try OutputFile($0) }
    var found = try FolderPairs(URL(path: folder))
    let pairs = try found.pairs(pattern)
    let names = found.images.map { name(of: $0) }
    var text = Data()
    for pair in pairs {
      text += Data((try PairList.line(moving: names[pair.moving], fixed: names[pair.fixed]) + "\n").utf8)
    }
    if let file { try file.write(text) } else { Console.print(text) }
    guard !quiet else { return }
    for image in found.unlocated { Console.note("left out \(image.pathText): it does not say where it was taken") }
    Console.note("\(pairs.count) pairs of \(found.images.count - found.unlocated.count) images")
  }

  /// In a list, relative to its folder where the image lies in or below it.
  private func name(of image: URL) -> String {
    guard let output else { return image.pathText }
    let list = URL(fileURLWithPath: output.folderPart.isEmpty ? "." : output.folderPart).standardizedFileURL.path
    let path = URL(fileURLWithPath: image.pathText).standardizedFileURL.path
    let prefix = list.hasSuffix("/") ? list : list + "/"
    return path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : path
  }
}
