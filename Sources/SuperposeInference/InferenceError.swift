/// Why a model could not be loaded or run.
public struct InferenceError: Error, Sendable, CustomStringConvertible {
  public enum Kind: Sendable, Hashable {
    /// A device that is not there.
    case deviceNotAvailable
    /// A model whose inputs or outputs are not what the program expects.
    case contractBroken
    /// The runtime refused a call.
    case runtime
  }

  public let kind: Kind
  /// The failing call, as the runtime names it.
  public let operation: String
  public let message: String

  public var description: String { "\(operation): \(message)" }
}
