import ArgumentParser
import Foundation
import Superpose
import SuperposeEvaluation
import SuperposeGeometry

struct EvaluateDeformationsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "deformations", abstract: "Evaluates surfaces on random bent views of photographs.",
    discussion: """
      Pairs as those of 'evaluate synthetic', of which the second view is also bent: a sum of thin-plate splines \
      moves its points by up to a random part of --bend. What comes out with --transform local is compared with the \
      truth over the overlap, beside the plane's transform of the same matches. Pairs that are not bent follow, on \
      which a surface must not be worse than a plane.
      """)

  @Argument(help: "A folder of photographs; those in folders below count too.")
  var photographs: String

  @Option(parsing: .unconditional, help: ArgumentHelp("How many pairs are bent.", valueName: "count"))
  var pairs = DeformationOptions().pairs

  @Option(parsing: .unconditional, help: ArgumentHelp("How many pairs are not bent.", valueName: "count"))
  var planes = DeformationOptions().planes

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The largest displacement, as a part of a view's long side, 0 to 0.1.", valueName: "part"))
  var bend = DeformationOptions().largestBend

  @Option(
    help: ArgumentHelp(
      "The size of each view, WxH. (default: \(DeformationOptions().synthetic.size))", valueName: "size"),
    transform: ImageSize.init(view:))
  var size = DeformationOptions().synthetic.size

  @OptionGroup var shared: EvaluationOptions

  func validate() throws {
    try requireCount(pairs, "--pairs", from: 1)
    try requireCount(planes, "--planes")
    guard (0...0.1).contains(bend) else { throw ValidationError("--bend: expected 0 to 0.1, found \(bend).") }
    try shared.validate(for: .standard, model: .local)
  }

  func run() throws {
    var options = DeformationOptions()
    (options.pairs, options.planes, options.largestBend) = (pairs, planes, bend)
    (options.synthetic.size, options.synthetic.seed) = (size, shared.seed)
    let found = try shared.photographs(in: photographs, options.synthetic, wanted: pairs)
    try EvaluationRun(
      "deformations", found.deformedPairs(options), shared, .standard, model: .local, skipped: found.skipped
    ).finish()
  }
}
