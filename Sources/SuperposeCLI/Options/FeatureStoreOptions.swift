import ArgumentParser
import Foundation
import Superpose
import SuperposeFiles

/// Where features of images are kept.
struct FeatureStoreOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Keep what SuperPoint finds in this folder, and take it from there where it is known, by the content of images, "
        + "the settings and the weights. Many processes and machines may share it. Descriptors are rounded to 16 bits.",
      valueName: "folder"))
  var features: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "How much may lie there, in MB, GB or TB; what was not used for longest goes. (default: 50GB)",
      valueName: "size"),
    transform: ByteCount.init(argument:))
  var featuresLimit: ByteCount?

  func validate() throws {
    guard featuresLimit == nil || features != nil else {
      throw ValidationError("--features-limit: expected --features FOLDER beside it.")
    }
  }

  /// The registrar with the store, where one is asked for.
  func applied(to registrar: Registrar) throws -> Registrar {
    guard let features else { return registrar }
    let limit = featuresLimit?.bytes ?? FeatureStore.defaultByteLimit
    return registrar.keepingFeatures(in: try FeatureStore(URL(path: features), byteLimit: limit))
  }

  /// How often SuperPoint ran, for people.
  static func note(on registrar: Registrar) -> [String] {
    guard let counts = registrar.featureStore?.counts else { return [] }
    return ["SuperPoint ran \(counts.made) times; features of \(counts.found) pictures were known"]
  }
}

/// A number of bytes, as `50GB`.
struct ByteCount {
  let bytes: Int

  init(argument: String) throws {
    let units = [("TB", 1e12), ("GB", 1e9), ("MB", 1e6)]
    let text = argument.uppercased()
    guard let (name, unit) = units.first(where: { text.hasSuffix($0.0) }),
      let number = Double(text.dropLast(name.count)), number > 0, number * unit < 1e18
    else { throw ValidationError("expected a size such as 500MB, 50GB or 2TB") }
    bytes = Int(number * unit)
  }
}
