import Foundation
import SuperposeCheckpoints
import SuperposeNetworks

/// The weights that are there: those of this project, and what the user imported.
public struct WeightsLibrary: Sendable {
  /// Where imported weights are kept: `NAME.weights` beside `NAME.json`.
  public let imported: String

  public init(imported: String) { self.imported = imported }

  /// Every set of weights, defaults first, then by name.
  public func list() throws -> [WeightsEntry] {
    WeightsEntry.builtIn + (try importedEntries())
  }

  /// The parameters for a network.
  ///
  /// - Parameter choice: a name from ``list()``, a path to a `.pth` or `.safetensors` file, or nil for the default.
  public func load(_ choice: String?, for network: NetworkKind) throws -> LoadedWeights {
    guard let choice else { return try load(try defaultEntry(for: network)) }
    if let entry = try list().first(where: { $0.name == choice }) {
      guard entry.network == network else {
        throw WeightsError(
          .malformed,
          "weights \(choice): expected weights of \(network.rawValue), found weights of \(entry.network.rawValue)")
      }
      return try load(entry)
    }
    guard FileManager.default.fileExists(atPath: choice) else {
      let names = try list().filter { $0.network == network }.map(\.name).joined(separator: ", ")
      throw WeightsError(
        .notFound, "weights \(choice): no file and no weights of that name; \(network.rawValue) has: \(names)")
    }
    let loaded = try Self.read(choice, name: (choice as NSString).lastPathComponent, for: network)
    return LoadedWeights(loaded, licence: try loaded.licence ?? list().first { $0.sha256 == loaded.sha256 }?.licence)
  }

  private func defaultEntry(for network: NetworkKind) throws -> WeightsEntry {
    guard let entry = try list().first(where: { $0.network == network && $0.isDefault }) else {
      throw WeightsError(.notFound, "weights: no default for \(network.rawValue)")
    }
    return entry
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

  private func importedEntries() throws -> [WeightsEntry] {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: imported)) ?? []
    return try files.filter { $0.hasSuffix(".json") }.sorted().map { file in
      let path = imported + "/" + file
      do {
        var entry = try JSONDecoder().decode(WeightsEntry.self, from: try Data(contentsOf: URL(fileURLWithPath: path)))
        entry.path = imported + "/" + entry.name + Self.suffix
        return entry
      } catch {
        throw WeightsError(.malformed, "weights list: \(path) is damaged; remove it and import again")
      }
    }
  }

  static let suffix = ".weights"
}

/// Parameters ready for a network, and what to call them in a report.
public struct LoadedWeights: Sendable {
  public let name: String
  /// Of the file; nil for weights that are computed.
  public let sha256: String?
  /// Nil where it is not known.
  public let licence: String?
  /// With the ranges of activations where the file has them.
  let parameters: [String: Tensor]

  init(name: String, sha256: String?, licence: String?, parameters: [String: Tensor]) {
    self.name = name
    self.sha256 = sha256
    self.licence = licence
    self.parameters = parameters
  }

  init(_ other: LoadedWeights, licence: String?) {
    self.init(name: other.name, sha256: other.sha256, licence: licence, parameters: other.parameters)
  }

  var description: RegistrationReport.WeightsDescription { .init(name: name, sha256: sha256) }
}
