public import SuperposeOptimiser
public import SuperposeTorch

/// The length and the step size of a stage's training.
public struct TrainingSettings: Sendable {
  /// The end of a stage.
  public enum Length: Sendable, Equatable {
    case steps(Int)
    /// The seconds of training, including evaluation, over all the runs that resumed each other.
    case seconds(Double)
  }

  public var length: Length
  /// The largest step size.
  public var learningRate: Float
  public var batch: Int
  public var seed: UInt64 = 1
  public var device: Torch.Device = .cpu
  /// Whether convolutions and matrix products run in bfloat16.
  public var isMixedPrecision = true
  /// The seconds of training between two evaluations on photographs that are kept back.
  public var secondsBetweenEvaluations = 240.0
  public var secondsBetweenCheckpoints = 60.0
  /// Whether training continues from the folder's checkpoint. If not, it refuses to overwrite one.
  public var resumes = false
  /// Called when an evaluation is on disk.
  public var afterEvaluation: @Sendable () -> Void = {}
  /// Gradients longer than this are shortened to this length.
  public var longestGradient: Float = 5
  /// The weight of the old value in the moving average of the weights at a step; 0 for no average.
  public var averageDecay = 0.999

  public init(length: Length, learningRate: Float, batch: Int) {
    self.length = length
    self.learningRate = learningRate
    self.batch = batch
  }

  /// Returns the share of the stage that is done, 0…1.
  func progress(steps: Int, seconds: Double) -> Double {
    switch length {
    case .steps(let count): min(1, Double(steps) / Double(max(1, count)))
    case .seconds(let budget): min(1, seconds / max(1, budget))
    }
  }

  /// The number of steps over which the step size rises. Adam knows little of the gradients at first, and full steps
  /// would go too far.
  private static let warmUp = 100.0

  /// Returns the step size, which rises over the first steps and then falls along a cosine to a fiftieth.
  func rate(steps: Int, seconds: Double) -> Float {
    let progress = progress(steps: steps, seconds: seconds)
    let warm = min(1, Double(steps + 1) / Self.warmUp)
    return learningRate * Float(warm * (0.02 + 0.98 * 0.5 * (1 + cos(.pi * progress))))
  }
}
