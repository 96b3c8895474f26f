import ArgumentParser
import Foundation
import SuperposeGeometry
import SuperposeTorch
import SuperposeTraining

/// The options that all stages share.
struct TrainingOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Folder of the run; each stage has a folder in it.", valueName: "folder"))
  var output: String

  @Option(help: ArgumentHelp("cpu, cuda or cuda:1.", valueName: "device"))
  var device = "cpu"

  @Option(help: ArgumentHelp("bf16 (mixed precision) or f32.", valueName: "name"))
  var precision = "bf16"

  @Option(help: ArgumentHelp("How long a stage trains, such as 90s, 25m or 2h.", valueName: "time"))
  var timeBudget: TimeBudget?

  @Option(help: ArgumentHelp("How long a stage trains, instead of a time.", valueName: "count"))
  var steps: Int?

  @Option(help: ArgumentHelp("Pairs (or shapes) of a step.", valueName: "count"))
  var batch: Int?

  @Option(help: ArgumentHelp("The greatest step size.", valueName: "number"))
  var learningRate: Float?

  @Option(help: ArgumentHelp("Size of the views, such as 240x176; multiples of 8.", valueName: "size"))
  var size: ViewSize?

  @Option(
    help: ArgumentHelp(
      "What the moving average of the weights keeps at a step; it is what is evaluated and written. 0 for none.",
      valueName: "number"))
  var average = 0.999

  @Option(help: ArgumentHelp("Gradients longer than this are shortened to it.", valueName: "length"))
  var clip: Float = 5

  @Option(help: "Fixes all random choices.")
  var seed: UInt64 = 1

  @Option(help: "Threads of the CPU; all by default.")
  var threads: Int?

  @Option(help: ArgumentHelp("Seconds between two evaluations.", valueName: "seconds"))
  var evaluateEvery = 240.0

  @Flag(help: "Go on where an earlier run stopped.")
  var resume = false

  var run: URL { URL(fileURLWithPath: output) }

  /// Returns a stage's settings, with the given values where the options leave them open.
  func settings(seconds: Double, learningRate: Float, batch: Int) throws -> TrainingSettings {
    let length: TrainingSettings.Length = steps.map { .steps($0) } ?? .seconds(timeBudget?.seconds ?? seconds)
    var settings = TrainingSettings(
      length: length, learningRate: self.learningRate ?? learningRate, batch: self.batch ?? batch)
    settings.seed = seed
    settings.device = try torchDevice()
    settings.isMixedPrecision = precision == "bf16"
    settings.resumes = resume
    settings.averageDecay = average
    settings.longestGradient = clip
    settings.secondsBetweenEvaluations = evaluateEvery
    let run = run
    settings.afterEvaluation = { Companion.draw(run: run) }
    Torch.prepare()
    if let threads { Torch.useThreads(threads) }
    return settings
  }

  func validate() throws {
    guard ["bf16", "f32"].contains(precision) else {
      throw ValidationError("--precision is bf16 or f32, not '\(precision)'")
    }
    guard (steps ?? 1) > 0, (batch ?? 1) > 0, (threads ?? 1) > 0 else {
      throw ValidationError("--steps, --batch and --threads are 1 or more")
    }
    guard (0..<1).contains(average), clip > 0 else {
      throw ValidationError("--average is 0 or more and less than 1, --clip greater than 0")
    }
    guard learningRate.map({ $0 > 0 && $0.isFinite }) ?? true else {
      throw ValidationError("--learning-rate is greater than 0")
    }
  }

  private func torchDevice() throws -> Torch.Device {
    let parts = device.split(separator: ":")
    switch (parts.first, parts.count) {
    case ("cpu", 1): return .cpu
    case ("cuda", 1...2):
      guard let number = parts.count == 1 ? 0 : Int(parts[1]), number >= 0 else { break }
      if let problem = Torch.loadCUDA() {
        throw TrainingError(.unavailable, "--device \(device): \(problem)")
      }
      return .cuda(number)
    default: break
    }
    throw TrainingError(.input, "--device is cpu, cuda or cuda:NUMBER, not '\(device)'")
  }
}

struct TimeBudget: ExpressibleByArgument {
  let seconds: Double

  init?(argument: String) {
    let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600]
    guard let unit = argument.last, let factor = units[unit], let number = Double(argument.dropLast()), number > 0
    else { return nil }
    seconds = number * factor
  }
}

struct ViewSize: ExpressibleByArgument {
  let size: ImageSize

  init?(argument: String) {
    let sides = argument.split(separator: "x").compactMap { Int($0) }
    guard sides.count == 2, sides.allSatisfy({ $0 >= 64 && $0 <= 2048 && $0 % 8 == 0 }) else { return nil }
    size = ImageSize(width: sides[0], height: sides[1])
  }
}
