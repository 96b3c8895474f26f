import ArgumentParser
import Foundation
import SuperposeGeometry
import SuperposeTraining

struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Every stage, in order; what is finished already is not done again.",
    discussion: """
      Detector of corners on drawn shapes, keypoints of the photographs, SuperPoint, SuperGlue. The time budget is for \
      all of them. \
      Stopped with Ctrl-C or by the budget, the same command with --resume goes on.
      """)
  @OptionGroup var options: TrainingOptions
  @OptionGroup var photographs: PhotographOptions
  @OptionGroup var views: ViewChoices
  @Option(help: "Whose keypoints become labels: shapes or corners.") var source: LabelSource = .shapes
  @Flag(help: "Everything small, in less than three minutes: shows that all of it works.") var smoke = false

  /// The shares of the budget. The rest is for the labels, which take as long as they take.
  private static let shares = (shapes: 0.12, superPoint: 0.4, superGlue: 0.44)
  /// The budget on a processor when none is given.
  private static let defaultSeconds = 8.0 * 3600

  func run() throws {
    try reported {
      let plan = smoke ? Plan.smoke : Plan.full
      let total = options.timeBudget?.seconds ?? Self.defaultSeconds
      let pack = try photographs.pack(run: options.run)
      func settings(_ share: Double, _ stage: Plan.Stage) throws -> TrainingSettings {
        var settings = try options.settings(seconds: share * total, learningRate: stage.rate, batch: stage.batch)
        if options.steps == nil {
          let steps = options.timeBudget == nil ? stage.steps : nil
          settings.length = steps.map { .steps($0) } ?? .seconds(share * total)
        }
        // Stages that are finished are skipped, so that only the last one resumes.
        return settings
      }
      let size = options.size?.size ?? plan.size
      try Stages.shapes(try settings(Self.shares.shapes, plan.shapes), run: options.run, size: plan.shapesSize)
      try Stages.labels(
        try settings(0, plan.shapes), run: options.run, pack: pack, views: plan.views, source: source)
      try Stages.superPoint(
        try settings(Self.shares.superPoint, plan.superPoint), run: options.run, pack: pack, size: size,
        views: views.options)
      var matching = plan.matching
      matching.views = views.options
      try Stages.superGlue(
        try settings(Self.shares.superGlue, plan.superGlue), run: options.run, pack: pack, options: matching,
        superPoint: nil)
      warn(
        """
        done; try them: superpose register A B \
        --superpoint-weights \(options.output)/superpoint/superpoint.safetensors \
        --superglue-weights \(options.output)/superglue/superglue.safetensors
        """)
    }
  }
}

/// The sizes of the stages.
private struct Plan {
  struct Stage {
    var rate: Float
    var batch: Int
    /// The length of a smoke run in steps and not in time, so that it learns the same however busy the machine is.
    var steps: Int? = nil
  }

  var shapes, superPoint, superGlue: Stage
  var shapesSize: ImageSize
  var size: ImageSize
  var views: Int
  var matching: SuperGlueOptions

  static let full = Plan(
    shapes: Stage(rate: 4e-3, batch: 8), superPoint: Stage(rate: 1.5e-3, batch: 2),
    superGlue: Stage(rate: 1.5e-4, batch: 8), shapesSize: ImageSize(width: 160, height: 120),
    size: ImageSize(width: 240, height: 176), views: 30, matching: SuperGlueOptions())

  static var smoke: Plan {
    var plan = full
    plan.shapes.steps = 140
    plan.superPoint.steps = 320
    plan.shapesSize = ImageSize(width: 96, height: 64)
    plan.size = ImageSize(width: 128, height: 96)
    plan.views = 4
    plan.superGlue = Stage(rate: 3e-4, batch: 4, steps: 130)
    plan.matching.keypoints = 64
    plan.matching.size = ImageSize(width: 160, height: 120)
    plan.matching.transportIterations = 20
    return plan
  }
}
