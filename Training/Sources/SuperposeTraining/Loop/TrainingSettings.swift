public import SuperposeTorch

/// How long a stage trains and on what.
public struct TrainingSettings: Sendable {
  /// Where a stage ends.
  public enum Length: Sendable, Equatable {
    case steps(Int)
    /// The seconds of training, evaluation included, over all the runs that resumed each other.
    case seconds(Double)
  }

  public var length: Length
  /// The greatest step size.
  public var learningRate: Float
  public var batch: Int
  public var seed: UInt64 = 1
  public var device: Torch.Device = .cpu
  /// Convolutions and matrix products in bfloat16.
  public var isMixedPrecision = true
  /// The seconds of training between two looks at photographs that are kept back.
  public var secondsBetweenEvaluations = 240.0
  public var secondsBetweenCheckpoints = 60.0
  /// Goes on from the folder's checkpoint instead of refusing to overwrite it.
  public var resumes = false
  /// Is called when an evaluation is on disk.
  public var afterEvaluation: @Sendable () -> Void = {}
  /// Gradients longer than this are shortened to it.
  public var longestGradient: Float = 5
  /// What the moving average of the weights keeps at a step; 0 for none.
  public var averageDecay = 0.999

  public init(length: Length, learningRate: Float, batch: Int) {
    self.length = length
    self.learningRate = learningRate
    self.batch = batch
  }

  /// How much of the stage is done, 0…1.
  func progress(steps: Int, seconds: Double) -> Double {
    switch length {
    case .steps(let count): min(1, Double(steps) / Double(max(1, count)))
    case .seconds(let budget): min(1, seconds / max(1, budget))
    }
  }

  /// Steps over which the step size rises: Adam knows little of the gradients yet, and would take them too far.
  private static let warmUp = 100.0

  /// Rises over the first steps, then falls along a cosine to a fiftieth.
  func rate(steps: Int, seconds: Double) -> Float {
    let progress = progress(steps: steps, seconds: seconds)
    let warm = min(1, Double(steps + 1) / Self.warmUp)
    return learningRate * Float(warm * (0.02 + 0.98 * 0.5 * (1 + cos(.pi * progress))))
  }
}
