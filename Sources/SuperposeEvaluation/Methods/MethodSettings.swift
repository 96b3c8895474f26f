import Superpose
import SuperposeFiles

/// What decides the predictions of a method with networks: the configuration without the transform's estimation, which
/// comes after, and without the number of threads.
struct MethodSettings: Encodable {
  var configuration: RegistrationConfiguration
  var weights: [NetworkKind: WeightsDescription]

  init(_ configuration: RegistrationConfiguration, _ weights: [NetworkKind: WeightsDescription]) {
    self.configuration = configuration
    // A second look depends on the transform of the first.
    if configuration.secondLook == .off { self.configuration.estimation = .init() }
    self.configuration.inference.threads = nil
    self.weights = weights
  }

  /// Equal settings give equal texts.
  var text: String {
    get throws { String(decoding: try JSON.line(self), as: UTF8.self) }
  }
}
