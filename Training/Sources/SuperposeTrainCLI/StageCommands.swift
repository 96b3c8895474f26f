public import ArgumentParser
import Foundation
public import SuperposeTraining

struct ShapesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "shapes", abstract: "Trains a detector of corners on drawn shapes.")
  @OptionGroup var options: TrainingOptions

  func run() throws {
    try reported {
      let settings = try options.settings(seconds: 600, learningRate: 4e-3, batch: 8)
      try Stages.shapes(settings, run: options.run, size: options.size?.size)
    }
  }
}

extension LabelSource: ExpressibleByArgument {}

struct LabelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "labels", abstract: "Finds the keypoints of photographs by homographic adaptation.")
  @OptionGroup var options: TrainingOptions
  @OptionGroup var photographs: PhotographOptions
  @Option(help: ArgumentHelp("Warped views of each photograph.", valueName: "count")) var views = 30
  @Option(help: "Whose keypoints: shapes, corners or superpoint.") var source: LabelSource = .shapes

  func run() throws {
    try reported {
      let settings = try options.settings(seconds: 600, learningRate: 1e-3, batch: 4)
      try Stages.labels(
        settings, run: options.run, pack: try photographs.pack(run: options.run), views: views, source: source)
    }
  }
}

struct SuperPointCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "superpoint", abstract: "Trains SuperPoint on labelled photographs.")
  @OptionGroup var options: TrainingOptions
  @OptionGroup var photographs: PhotographOptions

  @Option(help: ArgumentHelp("Weights to go on from, instead of the detector of shapes.", valueName: "file"))
  var start: String?

  func run() throws {
    try reported {
      let settings = try options.settings(seconds: 2400, learningRate: 1.5e-3, batch: 2)
      try Stages.superPoint(
        settings, run: options.run, pack: try photographs.pack(run: options.run), size: options.size?.size,
        start: start.map { URL(fileURLWithPath: $0) })
    }
  }
}

struct SuperGlueCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "superglue", abstract: "Trains SuperGlue on the features of a trained SuperPoint.")
  @OptionGroup var options: TrainingOptions
  @OptionGroup var photographs: PhotographOptions
  @Option(help: ArgumentHelp("The SuperPoint to learn on, instead of the run's own.", valueName: "file"))
  var superpointWeights: String?
  @Option(help: ArgumentHelp("Weights to go on from, instead of the start state.", valueName: "file"))
  var start: String?
  @Option(help: ArgumentHelp("Keypoints of a view.", valueName: "count")) var keypoints = 256
  @Option(help: ArgumentHelp("Rounds of optimal transport.", valueName: "count")) var transportIterations = 50

  @Option(
    help: ArgumentHelp(
      "Step size of the layers that change descriptors directly, as a part of the others'.", valueName: "number"))
  var lastLayerRate: Float = 0.2

  func run() throws {
    try reported {
      let settings = try options.settings(seconds: 3600, learningRate: 1.5e-4, batch: 8)
      var superGlue = SuperGlueOptions()
      superGlue.keypoints = keypoints
      superGlue.lastLayerRate = lastLayerRate
      superGlue.transportIterations = transportIterations
      if let size = options.size?.size { superGlue.size = size }
      try Stages.superGlue(
        settings, run: options.run, pack: try photographs.pack(run: options.run), options: superGlue,
        superPoint: superpointWeights.map { URL(fileURLWithPath: $0) },
        start: start.map { URL(fileURLWithPath: $0) })
    }
  }
}
