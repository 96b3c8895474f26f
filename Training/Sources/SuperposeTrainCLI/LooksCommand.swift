import ArgumentParser
import Foundation
import SuperposeTorch
import SuperposeTraining

struct LooksCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "looks", abstract: "Writes a sheet of views as training draws them, to be looked at.",
    discussion: "Each photograph has a row: the view as it is, then the same view in other looks.")

  @OptionGroup var photographs: PhotographOptions
  @Option(name: [.short, .long], help: ArgumentHelp("The picture to write.", valueName: "file.png")) var output: String
  @Option(help: ArgumentHelp("Photographs, each with a row.", valueName: "count")) var rows = 8
  @Option(help: ArgumentHelp("Looks of each.", valueName: "count")) var columns = 5
  @Option(help: ArgumentHelp("How strong the looks are, 0 to 1.", valueName: "number")) var strength = 1.0
  @Option(help: ArgumentHelp("A single change, such as night, instead of looks.", valueName: "name"))
  var change: String?
  @Flag(help: "Views of scenes with depth instead, a scene in each row.") var scenes = false
  @Option(help: "Fixes all random choices.") var seed: UInt64 = 1

  func validate() throws {
    guard (1...40).contains(rows), (1...20).contains(columns), (0...1).contains(strength) else {
      throw ValidationError("--rows is 1 to 40, --columns 1 to 20, --strength 0 to 1")
    }
    if let change, !LookSheet.changes.contains(change) {
      throw ValidationError("--change is one of \(LookSheet.changes.joined(separator: ", "))")
    }
  }

  func run() throws {
    try reported {
      guard Companion.isThere else {
        throw TrainingError(.unavailable, "superpose-train-tools, which writes pictures, is not beside this program")
      }
      let place = URL(fileURLWithPath: output)
      let pack = try photographs.pack(run: place.deletingLastPathComponent())
      let sheet =
        scenes
        ? LookSheet(scenes: pack, rows: rows, columns: columns, strength: strength, seed: seed)
        : LookSheet(pack, rows: rows, columns: columns, strength: strength, change: change, seed: seed)
      let file = FileManager.default.temporaryDirectory.appendingPathComponent("looks-\(UUID().uuidString).pgm")
      defer { try? FileManager.default.removeItem(at: file) }
      try sheet.portableGraymap.write(to: file)
      let status = try Companion.run(["convert", file.path, "--output", place.path], showsOutput: true)
      guard status == 0 else { throw ExitCode(status) }
    }
  }
}
