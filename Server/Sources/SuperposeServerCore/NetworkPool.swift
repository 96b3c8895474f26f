package import Superpose
import Synchronization

/// The loaded networks. They are loaded once for each precision that is asked for, and at most two precisions are kept.
package final class NetworkPool: Sendable {
  private static let mostPrecisions = 2

  private struct Loaded {
    var registrars: [(precision: Precision, registrar: Registrar)] = []
    /// What the device computes fastest in.
    var usual: Precision?
  }

  private let settings: ServiceSettings
  private let library: WeightsLibrary
  private let loaded = Mutex(Loaded())

  package init(_ settings: ServiceSettings, library: WeightsLibrary) {
    self.settings = settings
    self.library = library
  }

  /// A registrar with these settings, whose `inference` names a precision at most. Not for threads that answer
  /// requests: networks may have to be loaded.
  package func registrar(_ configuration: RegistrationConfiguration) throws -> Registrar {
    var configuration = configuration
    configuration.inference.device = settings.device
    configuration.inference.threads = settings.threads
    if let known = known(configuration.inference.precision) { return try known.reconfigured(configuration) }
    let registrar = try Registrar(
      configuration: configuration, library: library, superPoint: settings.superPointWeights.map(library.choice),
      superGlue: settings.superGlueWeights.map(library.choice))
    try registrar.load()
    keep(registrar, isUsual: configuration.inference.precision == nil)
    return registrar
  }

  /// The licence of weights, for pages.
  package func licence(_ weights: WeightsDescription) -> String? {
    library.list().licence(of: weights)
  }

  private func known(_ precision: Precision?) -> Registrar? {
    loaded.withLock { loaded in
      guard let precision = precision ?? loaded.usual,
        let index = loaded.registrars.firstIndex(where: { $0.precision == precision })
      else { return nil }
      // The one that was used last stands last.
      let entry = loaded.registrars.remove(at: index)
      loaded.registrars.append(entry)
      return entry.registrar
    }
  }

  private func keep(_ registrar: Registrar, isUsual: Bool) {
    guard let precision = registrar.configuration.inference.precision else { return }
    loaded.withLock { loaded in
      if isUsual { loaded.usual = precision }
      loaded.registrars.append((precision, registrar))
      if loaded.registrars.count > Self.mostPrecisions { loaded.registrars.removeFirst() }
    }
  }
}
