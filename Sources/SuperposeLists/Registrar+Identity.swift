package import Superpose
import SuperposeFiles

extension Registrar {
  /// Whatever decides a result beside the files: settings, weights and the program's version, as text. The number of
  /// threads decides nothing.
  package func settingsIdentity(version: String = SuperposeVersion.current) throws -> String {
    var configuration = configuration
    configuration.inference.threads = nil
    let parts = [try JSON.line(configuration), try JSON.line(weights)]
    // A store rounds descriptors.
    return parts.map { String(decoding: $0, as: UTF8.self) }.joined() + " superpose \(version)"
      + (featureStore == nil ? "" : " descriptors of 16 bits")
  }
}
