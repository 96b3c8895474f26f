import ArgumentParser
import Foundation
import SuperposeTraining

struct ShapesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "shapes", abstract: "Trains a detector of corners on drawn shapes.")
  @OptionGroup var options: TrainingOptions

  func run() throws {
    let settings = try options.settings(seconds: 600, learningRate: 4e-3, batch: 8)
    try reported { try Stages.shapes(settings, run: options.run, size: options.size?.size) }
  }
}

struct LabelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "labels", abstract: "Finds the keypoints of photographs by homographic adaptation.")
  @OptionGroup var options: TrainingOptions
  @OptionGroup var photographs: PhotographOptions
  @Option(help: ArgumentHelp("Warped views of each photograph.", valueName: "count")) var views = 30

  func run() throws {
    let settings = try options.settings(seconds: 600, learningRate: 1e-3, batch: 4)
    try reported {
      try Stages.labels(settings, run: options.run, pack: try photographs.pack(), views: views)
    }
  }
}

struct SuperPointCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "superpoint", abstract: "Trains SuperPoint on labelled photographs.")
  @OptionGroup var options: TrainingOptions
  @OptionGroup var photographs: PhotographOptions

  func run() throws {
    let settings = try options.settings(seconds: 2400, learningRate: 2e-3, batch: 4)
    try reported {
      try Stages.superPoint(settings, run: options.run, pack: try photographs.pack(), size: options.size?.size)
    }
  }
}
