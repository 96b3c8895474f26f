import Superpose
import SuperposeFiles

/// A pair with the settings and the guidance that it is registered with.
struct PairTask {
  let pair: ListedPair
  let registrar: Registrar
  let guidance: RegistrationGuidance
  /// Those of the moving and of the fixed image.
  let keys: [ListedImageKey]

  init(_ pair: ListedPair, _ registrar: Registrar, _ guidance: RegistrationGuidance) {
    (self.pair, self.registrar, self.guidance) = (pair, registrar, guidance)
    keys = [
      ListedImageKey(pair.moving, guidance.moving, registrar.configuration),
      ListedImageKey(pair.fixed, guidance.fixed, registrar.configuration),
    ]
  }

  /// The hash of everything that decides the result.
  func identity() throws -> String {
    let settings = try registrar.settingsIdentity() + " " + guidance.identity
    return Self.identity(of: pair.paths, folder: "", settings: settings)
  }

  /// The same for two files.
  /// - Parameters:
  ///   - folder: where the result goes, which a list's journal tells pairs apart by.
  ///   - fileIdentity: path, size and date of a file.
  static func identity(
    of paths: (moving: String, fixed: String), folder: String, settings: String,
    fileIdentity: (String) -> String = SuperposeFiles.fileIdentity
  ) -> String {
    let files = [paths.moving, paths.fixed].map { $0 + " " + fileIdentity($0) }
    return sha256(of: Array((files + [folder, settings]).joined(separator: " ").utf8))
  }
}
