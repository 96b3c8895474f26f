public import Foundation
import SuperposeCheckpoints
import SuperposeFiles
import SuperposeInference
import SuperposeNetworks

/// The weights that are there: those of this project, and what the user imported.
public struct WeightsLibrary: Sendable {
  /// The folder where imported weights are kept: `NAME.weights` beside `NAME.json`. It need not be there yet.
  public let imported: URL
  /// Where networks are kept when they are compiled, so that the next run of a program loads them in a third of the
  /// time; nil for nowhere.
  public let compiled: URL?

  /// - Parameters:
  ///   - imported: the folder of imported weights.
  ///   - compiled: a folder for compiled networks, of which it keeps up to eight, some 70 MB each; it need not be there
  ///     yet. Nil to compile them every time.
  public init(imported: URL, compiled: URL? = nil) { (self.imported, self.compiled) = (imported, compiled) }

  var folder: String { imported.pathText }

  /// The library in the user's home folder: imported weights in `.local/share/superpose/weights`. It keeps nothing
  /// compiled.
  public static var standard: WeightsLibrary {
    let home = FileManager.default.homeDirectoryForCurrentUser.path
    return WeightsLibrary(imported: URL(path: home + "/.local/share/superpose/weights"))
  }

  /// Every set of weights, defaults first, then by name. What cannot be read is left out, see ``damaged()``.
  public func list() -> [WeightsEntry] {
    WeightsEntry.builtIn + descriptions().compactMap { try? $0.get() }
  }

  /// What lies among the imported weights and describes none, by name.
  public func damaged() -> [DamagedWeights] {
    descriptions().compactMap { if case .failure(let damaged) = $0 { damaged } else { nil } }
  }

  /// What a user wrote on a command line or in a file of settings: a name from ``list()``, or else the path of a file.
  public func choice(_ text: String) -> WeightsChoice {
    let isName = (list().map(\.name) + damaged().map(\.name)).contains(text)
    let isFile = !isName && FileManager.default.fileExists(atPath: text)
    return isFile ? .file(URL(path: text)) : .named(text)
  }

  /// The parameters for a network.
  ///
  /// - Parameters:
  ///   - choice: which weights; nil for the default.
  ///   - network: whose they are.
  /// - Throws: ``WeightsError`` where there are none of that name or they are another network's, `CheckpointError`
  ///   for a file that is no complete set of weights.
  public func load(_ choice: WeightsChoice?, for network: NetworkKind) throws -> LoadedWeights {
    var loaded = try found(choice, for: network)
    loaded.compiled = compiled.map { CompiledNetworks(folder: $0) }
    return loaded
  }

  private func found(_ choice: WeightsChoice?, for network: NetworkKind) throws -> LoadedWeights {
    switch choice {
    case nil: return try load(.standard(for: network))
    case .named(let name): return try load(named: name, for: network)
    case .file(let file):
      let loaded = try Self.read(file, name: file.pathText.lastPathPart, for: network)
      return LoadedWeights(loaded, licence: loaded.licence ?? list().first { $0.sha256 == loaded.sha256 }?.licence)
    }
  }

  /// Whether a choice is the default weights, under whatever name, or was quantised from them.
  ///
  /// - Throws: what ``load(_:for:)`` throws.
  package func isDefault(_ choice: WeightsChoice, for network: NetworkKind) throws -> Bool {
    let standard = WeightsEntry.standard(for: network).sha256
    let file: URL? =
      switch choice {
      case .named(let name): list().first { $0.name == name && $0.network == network }?.file
      case .file(let file): file
      }
    guard let file else { return false }
    let checkpoint = try Checkpoint(contentsOf: file)
    return [checkpoint.sha256, checkpoint.metadata[KnownWeights.originKey]].contains(standard)
  }

  private func load(named choice: String, for network: NetworkKind) throws -> LoadedWeights {
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
    let names = list().filter { $0.network == network }.map(\.name).joined(separator: ", ")
    throw WeightsError(
      .notFound, "weights \(choice): no file and no weights of that name; \(network.rawValue) has: \(names)")
  }

  private func load(_ entry: WeightsEntry) throws -> LoadedWeights {
    guard let file = entry.file else {
      return LoadedWeights(
        name: entry.name, sha256: nil, licence: entry.licence, parameters: SuperGlueNetwork.startState())
    }
    return try Self.read(file, name: entry.name, licence: entry.licence, for: entry.network)
  }

  static func read(
    _ file: URL, name: String, licence: String? = nil, for network: NetworkKind
  ) throws -> LoadedWeights {
    let checkpoint = try Checkpoint(contentsOf: file)
    let parameters = try checkpoint.parameters(matching: network.parameters(in: checkpoint))
    return LoadedWeights(
      name: name, sha256: checkpoint.sha256, licence: licence ?? KnownWeights.licence(of: checkpoint),
      parameters: parameters)
  }

  /// What each description among the imported weights says, or that it says nothing.
  private func descriptions() -> [Result<WeightsEntry, DamagedWeights>] {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return files.filter { $0.hasSuffix(Self.descriptionSuffix) }.sorted().map { file in
      let path = folder + "/" + file
      let name = String(file.dropLast(Self.descriptionSuffix.count))
      guard let data = FileManager.default.contents(atPath: path),
        var entry = try? JSONDecoder().decode(WeightsEntry.self, from: data), entry.name == name
      else { return .failure(DamagedWeights(name: name, path: path)) }
      entry.file = URL(path: folder + "/" + name + Self.suffix)
      entry.isDefault = false
      return .success(entry)
    }
  }

  static let suffix = ".weights"
  static let descriptionSuffix = ".json"
}

/// Which weights a network gets; where it is optional, nil means the default.
public enum WeightsChoice: Hashable, Sendable {
  /// A name from ``WeightsLibrary/list()``.
  case named(String)
  /// A `.pth` or `.safetensors` file.
  case file(URL)
}
