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

extension LayerChoice: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
}

struct LabelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "labels", abstract: "Finds the keypoints of photographs by homographic adaptation.")
  @OptionGroup var options: TrainingOptions
  @OptionGroup var photographs: PhotographOptions
  @Option(help: ArgumentHelp("Warped views of each photograph.", valueName: "count")) var views = 30
  @Option(help: "Whose keypoints: shapes, corners, superpoint or both of the last two.")
  var source: LabelSource = .shapes
  @Option(help: ArgumentHelp("The SuperPoint of that, instead of the run's own.", valueName: "file"))
  var superpointWeights: String?
  @Option(help: ArgumentHelp("Part of the views in another look, 0 to 1.", valueName: "part"))
  var looks = 0.0

  func validate() throws {
    guard (0...1).contains(looks) else { throw ValidationError("--looks is 0 to 1") }
    guard superpointWeights == nil || source == .superpoint || source == .both else {
      throw ValidationError("--superpoint-weights is for --source superpoint or both")
    }
  }

  func run() throws {
    try reported {
      let settings = try options.settings(seconds: 600, learningRate: 1e-3, batch: 4)
      try Stages.labels(
        settings, run: options.run, pack: try photographs.pack(run: options.run), views: views, source: source,
        weights: superpointWeights.map { URL(fileURLWithPath: $0) }, lookShare: looks)
    }
  }
}

struct SuperPointCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "superpoint", abstract: "Trains SuperPoint on labelled photographs.")
  @OptionGroup var options: TrainingOptions
  @OptionGroup var photographs: PhotographOptions
  @OptionGroup var views: ViewChoices

  @Option(help: ArgumentHelp("Weights to go on from, instead of the detector of shapes.", valueName: "file"))
  var start: String?
  @Option(
    help: ArgumentHelp(
      "Weight of a reward for keypoints that are found again in the other view, beside the labels; such as 0.2.",
      valueName: "number"))
  var reward: Float = 0

  @Option(
    help: ArgumentHelp(
      "A trained SuperPoint that a narrower one learns to imitate, on views of the photographs without labels.",
      valueName: "file"))
  var teacher: String?
  @Option(help: ArgumentHelp("Channels of that, as a part of the teacher's.", valueName: "part"))
  var width: Double?
  @Flag(help: "It begins with random numbers instead of the teacher's strongest channels.")
  var fresh = false

  func validate() throws {
    guard reward >= 0 else { throw ValidationError("--reward is 0 or more") }
    guard width.map({ $0 > 0 && $0 <= 1 }) ?? true else { throw ValidationError("--width is more than 0, up to 1") }
    guard teacher != nil || (width == nil && !fresh) else {
      throw ValidationError("--width and --fresh are for --teacher")
    }
    guard teacher == nil || reward == 0, !fresh || start == nil else {
      throw ValidationError("--reward cannot be combined with --teacher, nor --fresh with --start")
    }
  }

  func run() throws {
    try reported {
      if let teacher { return try imitate(teacher) }
      let settings = try options.settings(seconds: 2400, learningRate: 1.5e-3, batch: 2)
      var views = views.options
      views.rewardWeight = reward
      try Stages.superPoint(
        settings, run: options.run, pack: try photographs.pack(run: options.run), size: options.size?.size,
        start: start.map { URL(fileURLWithPath: $0) }, views: views)
    }
  }

  private func imitate(_ teacher: String) throws {
    let settings = try options.settings(seconds: 2400, learningRate: 1.5e-3, batch: 8)
    var student = SuperPointStudent(teacher: URL(fileURLWithPath: teacher))
    student.width = width ?? student.width
    student.isFresh = fresh
    try Stages.superPoint(
      student, settings, run: options.run, pack: try photographs.pack(run: options.run), size: options.size?.size,
      start: start.map { URL(fileURLWithPath: $0) }, views: views.options)
  }
}

struct SuperGlueCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "superglue", abstract: "Trains SuperGlue on the features of a trained SuperPoint.")
  @OptionGroup var options: TrainingOptions
  @OptionGroup var photographs: PhotographOptions
  @OptionGroup var views: ViewChoices
  @Option(help: ArgumentHelp("The SuperPoint to learn on, instead of the run's own.", valueName: "file"))
  var superpointWeights: String?
  @Option(help: ArgumentHelp("Weights to go on from, instead of the start state.", valueName: "file"))
  var start: String?
  @Option(help: ArgumentHelp("Keypoints of a view.", valueName: "count")) var keypoints = 256
  @Option(
    help: ArgumentHelp(
      "Part of the pairs that show two different photographs, whose keypoints match nothing.", valueName: "part"))
  var foreign = 0.1

  @Option(
    help: ArgumentHelp(
      "Part of the photographs that are seen in scenes with depth, boards and boxes before a wall.", valueName: "part"))
  var scenes = 0.2

  @Flag(inversion: .prefixedNo, help: "Keypoints lie between pixels, as those of superpose do.")
  var subpixel = true

  @Option(help: ArgumentHelp("Rounds of optimal transport.", valueName: "count")) var transportIterations = 50

  @Option(
    help: ArgumentHelp(
      "Step size of the layers that change descriptors directly, as a part of the others'.", valueName: "number"))
  var lastLayerRate: Float = 0.2

  @Option(
    help: ArgumentHelp("A trained SuperGlue that the network learns to imitate, beside the truth.", valueName: "file"))
  var teacher: String?

  @Option(
    help: ArgumentHelp(
      "Which of the teacher's layers it begins with: how many, or their numbers, such as 0,1,4,5; all by default.",
      valueName: "layers"))
  var layers: LayerChoice?

  func validate() throws {
    guard (0...0.9).contains(foreign), (0...1).contains(scenes) else {
      throw ValidationError("--foreign is 0 to 0.9, --scenes 0 to 1")
    }
    guard layers == nil || (teacher != nil && start == nil) else {
      throw ValidationError("--layers is for --teacher, without --start")
    }
  }

  func run() throws {
    try reported {
      let settings = try options.settings(seconds: 3600, learningRate: 1.5e-4, batch: 8)
      var superGlue = SuperGlueOptions()
      superGlue.keypoints = keypoints
      superGlue.views = views.options
      superGlue.foreignShare = foreign
      superGlue.subpixel = subpixel
      superGlue.sceneShare = scenes
      superGlue.lastLayerRate = lastLayerRate
      superGlue.transportIterations = transportIterations
      superGlue.student = teacher.map { SuperGlueStudent(teacher: URL(fileURLWithPath: $0), layers: layers) }
      if let size = options.size?.size { superGlue.size = size }
      try Stages.superGlue(
        settings, run: options.run, pack: try photographs.pack(run: options.run), options: superGlue,
        superPoint: superpointWeights.map { URL(fileURLWithPath: $0) },
        start: start.map { URL(fileURLWithPath: $0) })
    }
  }
}
