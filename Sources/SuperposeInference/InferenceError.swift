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

extension InferenceError {
  /// - Parameters:
  ///   - problem: what was found.
  ///   - here: the devices that can be used instead.
  static func device(_ problem: String, here: [String]) -> InferenceError {
    InferenceError(
      kind: .deviceNotAvailable, operation: "device",
      message: "expected a device that runs the networks, \(problem); here there is \(here.joined(separator: ", "))")
  }
}
