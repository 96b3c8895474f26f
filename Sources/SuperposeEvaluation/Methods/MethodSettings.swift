import Superpose
import SuperposeFiles

/// The settings that decide the predictions of a method with networks: the configuration without the number of threads
/// and without the estimation of the transform, which comes after.
struct MethodSettings: Encodable {
  var configuration: RegistrationConfiguration
  var weights: [NetworkKind: WeightsDescription]

  init(_ configuration: RegistrationConfiguration, _ weights: [NetworkKind: WeightsDescription]) {
    self.configuration = configuration
    // A second look depends on the transform of the first, so that the estimation counts there.
    if configuration.secondLook == .off { self.configuration.estimation = .init() }
    self.configuration.inference.threads = nil
    self.weights = weights
  }

  /// The settings as text, equal for equal settings.
  var text: String {
    get throws { String(decoding: try JSON.line(self), as: UTF8.self) }
  }
}
