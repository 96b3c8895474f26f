import Foundation
import SuperposeCheckpoints
import SuperposeNetworks

/// The weights that are there: those of this project, and what the user imported.
public struct WeightsLibrary: Sendable {
  /// Where imported weights are kept: `NAME.weights` beside `NAME.json`.
  public let imported: String

  public init(imported: String) { self.imported = imported }

  /// The library in the user's home folder: imported weights in `.local/share/superpose/weights`.
  public static var standard: WeightsLibrary {
    let home = FileManager.default.homeDirectoryForCurrentUser.path
    return WeightsLibrary(imported: home + "/.local/share/superpose/weights")
  }

  /// Every set of weights, defaults first, then by name. What cannot be read is left out, see ``damaged()``.
  public func list() -> [WeightsEntry] {
    WeightsEntry.builtIn + descriptions().compactMap { try? $0.get() }
  }

  /// What lies among the imported weights and describes none, by name.
  public func damaged() -> [DamagedWeights] {
    descriptions().compactMap { if case .failure(let damaged) = $0 { damaged } else { nil } }
  }

  /// The parameters for a network.
  ///
  /// - Parameter choice: a name from ``list()``, a path to a `.pth` or `.safetensors` file, or nil for the default.
  public func load(_ choice: String?, for network: NetworkKind) throws -> LoadedWeights {
    guard let choice else { return try load(.standard(for: network)) }
    if let damaged = damaged().first(where: { $0.name == choice }) {
      throw WeightsError(.malformed, "weights \(damaged)")
    }
    if let entry = list().first(where: { $0.name == choice }) {
      guard entry.network == network else {
        throw WeightsError(
          .malformed,
          "weights \(choice): expected weights of \(network.rawValue), found weights of \(entry.network.rawValue)")
      }
      return try load(entry)
    }
    guard FileManager.default.fileExists(atPath: choice) else {
      let names = list().filter { $0.network == network }.map(\.name).joined(separator: ", ")
      throw WeightsError(
        .notFound, "weights \(choice): no file and no weights of that name; \(network.rawValue) has: \(names)")
    }
    let loaded = try Self.read(choice, name: (choice as NSString).lastPathComponent, for: network)
    return LoadedWeights(loaded, licence: loaded.licence ?? list().first { $0.sha256 == loaded.sha256 }?.licence)
  }

  private func load(_ entry: WeightsEntry) throws -> LoadedWeights {
    guard let path = entry.path else {
      return LoadedWeights(
        name: entry.name, sha256: nil, licence: entry.licence, parameters: SuperGlueNetwork.startState())
    }
    return try Self.read(path, name: entry.name, licence: entry.licence, for: entry.network)
  }

  static func read(
    _ path: String, name: String, licence: String? = nil, for network: NetworkKind
  ) throws -> LoadedWeights {
    let checkpoint = try Checkpoint(contentsOf: path)
    let parameters = try checkpoint.parameters(matching: network.parameters(in: checkpoint))
    return LoadedWeights(
      name: name, sha256: checkpoint.sha256, licence: licence ?? KnownWeights.licence(of: checkpoint),
      parameters: parameters)
  }

  /// What each description among the imported weights says, or that it says nothing.
  private func descriptions() -> [Result<WeightsEntry, DamagedWeights>] {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: imported)) ?? []
    return files.filter { $0.hasSuffix(Self.descriptionSuffix) }.sorted().map { file in
      let path = imported + "/" + file
      let name = String(file.dropLast(Self.descriptionSuffix.count))
      guard let data = FileManager.default.contents(atPath: path),
        var entry = try? JSONDecoder().decode(WeightsEntry.self, from: data), entry.name == name
      else { return .failure(DamagedWeights(name: name, path: path)) }
      entry.path = imported + "/" + name + Self.suffix
      entry.isDefault = false
      return .success(entry)
    }
  }

  static let suffix = ".weights"
  static let descriptionSuffix = ".json"
}
