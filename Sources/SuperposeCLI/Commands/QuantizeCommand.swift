import ArgumentParser
import Foundation
import Superpose
import SuperposeEvaluation
import SuperposeFiles
import SuperposeImaging
import SuperposeWeights

struct QuantizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quantize", abstract: "Prepares weights of SuperPoint for --precision int8.",
    discussion: """
      Runs SuperPoint over photographs like those that will be registered and finds the ranges of its activations. \
      The file that is written works with --superpoint-weights in every precision. The default weights need this only \
      for pictures of another kind; their own ranges are part of the program.

      Photographs that cannot be read or have a side under 64 pixels are named and skipped.
      """)

  private static let smallest = ImageSize(width: 64, height: 64)

  @Argument(help: "A folder of photographs; those in folders below count too.")
  var photographs: String

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "The file: .safetensors for weights and ranges, .json for the ranges alone, to look at.", valueName: "file"))
  var output: String

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The most photographs that are looked at, drawn at random.", valueName: "count"))
  var limit = 200

  @Option(
    help: ArgumentHelp(
      "The size at which SuperPoint sees them: WxH, N for the long side, short:N, or none. (default: 640)",
      valueName: "size"),
    transform: ResizePolicy.init(argument:))
  var resize = ResizePolicy.longSide(640)

  @Option(parsing: .unconditional, help: ArgumentHelp("Of the drawing of photographs.", valueName: "number"))
  var seed: UInt64 = 0

  @Option(
    help: ArgumentHelp(
      "A .pth or .safetensors file, or a name of 'superpose weights list'. (default: the list's default)",
      valueName: "weights"))
  var superpointWeights: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Threads of the network. (default: one for each core)", valueName: "count"))
  var threads: Int?

  @OptionGroup(title: "Output") var printing: OutputOptions

  private var isJSON: Bool { output.hasSuffix(".json") }

  func validate() throws {
    try requireCount(limit, "--limit", from: 1)
    guard (1...1024).contains(threads ?? 1) else {
      throw ValidationError("--threads: expected 1 to 1024, found \(threads ?? 0).")
    }
    guard isJSON || output.hasSuffix(".safetensors") else {
      throw ValidationError("--output: expected a name that ends with .safetensors or .json, found '\(output)'.")
    }
  }

  func run() throws {
    let file = try OutputFile(output)
    let quantizer = try Quantizer(
      library: Environment.library, superPoint: superpointWeights.map(Environment.library.choice), threads: threads)
    var progress = ProgressLine(isQuiet: printing.quiet)
    let found = try Photographs(in: URL(path: photographs), atMost: limit, smallest: Self.smallest, seed: seed) {
      progress.show("looking for photographs", $0, of: limit)
    }
    for (index, photograph) in found.usable.enumerated() {
      let image = try Image(contentsOf: photograph.file)
      try quantizer.add(image.grayImage(size: resize.size(for: image.size)))
      progress.show("activations", index + 1, of: found.usable.count)
    }
    progress.end()
    printing.note(found.skipped.map { "skipped \($0.path): \($0.reason)" })
    let ranges = quantizer.ranges
    if isJSON { try file.write(JSON.document(ranges)) } else { try quantizer.writeWeights(to: file.url) }
    try printing.present(json: ranges, summary: summary(ranges, quantizer))
  }

  private func summary(_ found: ActivationRanges, _ quantizer: Quantizer) -> String {
    var table = Table()
    for (name, range) in found.ranges.sorted(by: { $0.key < $1.key }) {
      table.row(name, "0 to \(Double(range).formatted(digits: 2))")
    }
    table.row("photographs", "\(found.photographs)")
    UsedWeights([.superpoint: quantizer.weightsDescription]).add(to: &table)
    table.row("written", output)
    return Style.bold("ranges of activations") + "\n" + table.text
  }
}
