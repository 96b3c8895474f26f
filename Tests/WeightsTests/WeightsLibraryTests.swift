import Foundation
import SuperposeCheckpoints
import SuperposeNetworks
import Testing

@testable import SuperposeWeights

/// An empty library in a folder that is removed with this object.
private final class Place {
  let folder: String
  let library: WeightsLibrary

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    library = WeightsLibrary(imported: URL(filePath: folder + "/imported"))
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// Writes a complete SuperPoint.
  func superPointFile(
    _ parameters: [ParameterShape] = SuperPointNetwork.parameters, leaveOut: String? = nil
  ) throws -> String {
    var tensors: [String: Tensor] = [:]
    for parameter in parameters where parameter.name != leaveOut {
      tensors[parameter.name] = Tensor(
        shape: parameter.shape, values: [Float](repeating: 0.5, count: parameter.shape.reduce(1, *)))
    }
    let path = folder + "/mine.safetensors"
    try SafetensorsWriter.write(tensors, precision: .f16, to: URL(filePath: path))
    return path
  }
}

private func message(_ work: () throws -> Void) -> String? {
  do {
    try work()
    return nil
  } catch { return "\(error)" }
}

@Test func anEmptyLibraryHasWhatIsBuiltIn() throws {
  let place = try Place()
  let entries = place.library.list()
  #expect(entries.map(\.name) == ["superpoint", "superglue", "superpoint-fast", "superglue-fast", "start"])
  #expect(entries.map(\.isDefault) == [true, true, false, false, false])
  #expect(entries.allSatisfy { $0.licence == "Apache-2.0" })
  #expect(try place.library.load(nil, for: .superglue).name == "superglue")
}

@Test func theWeightsThatComeWithTheProgramAreWhole() throws {
  let checked = try Place().library.verify()
  #expect(checked.count == 5)
  #expect(checked.allSatisfy { $0.problem == nil }, "\(checked.compactMap(\.problem))")
}

@Test func importedWeightsAreListedVerifiedAndLoaded() throws {
  let place = try Place()
  let entry = try place.library.importFile(URL(filePath: try place.superPointFile()), as: "mine", licence: "CC0-1.0")
  #expect(entry.network == .superpoint && entry.licence == "CC0-1.0" && !entry.isDefault)
  #expect(place.library.list().map(\.name).contains("mine"))
  let loaded = try place.library.load(.named("mine"), for: .superpoint)
  #expect(loaded.sha256 == entry.sha256)
  #expect(place.library.verify().first { $0.entry.name == "mine" }?.problem == nil)
}

@Test func narrowWeightsAreImportedAsWhatTheyAre() throws {
  let place = try Place()
  let parameters = SuperPointNetwork.parameters(widths: SuperPointNetwork.publishedWidths.mapValues { $0 / 2 })
  let entry = try place.library.importFile(URL(filePath: try place.superPointFile(parameters)), as: "narrow")
  #expect(entry.network == .superpoint && entry.size == "32 to 128 channels")
  let loaded = try place.library.load(.named("narrow"), for: .superpoint)
  #expect(loaded.parameters["conv2a.weight"]?.shape == [32, 32, 3, 3])
  #expect(place.library.verify().allSatisfy { $0.problem == nil })
}

/// What is said of the weights that come with the program is what their files hold.
@Test func sizesAreThoseOfTheFiles() throws {
  for entry in try Place().library.list() {
    guard let file = entry.file else { continue }
    #expect(entry.size == entry.network.size(of: try Checkpoint(contentsOf: file)), "\(entry.name)")
  }
}

@Test func damagedWeightsAreFound() throws {
  let place = try Place()
  _ = try place.library.importFile(URL(filePath: try place.superPointFile()), as: "mine")
  let other = try place.superPointFile(leaveOut: "conv1a.bias")
  try FileManager.default.removeItem(atPath: place.folder + "/imported/mine.weights")
  try FileManager.default.copyItem(atPath: other, toPath: place.folder + "/imported/mine.weights")
  let problem = place.library.verify().first { $0.entry.name == "mine" }?.problem
  #expect(problem?.contains("conv1a.bias") == true)
}

/// A damaged entry is in nobody's way.
@Test(arguments: ["{ not JSON", #"{"name": "another"}"#])
func aDamagedDescriptionIsNamedAndPassedOver(_ text: String) throws {
  let place = try Place()
  _ = try place.library.importFile(URL(filePath: try place.superPointFile()), as: "mine")
  let path = place.folder + "/imported/broken.json"
  try Data(text.utf8).write(to: URL(fileURLWithPath: path))
  #expect(try place.library.load(nil, for: .superglue).name == "superglue")
  #expect(try place.library.load(.named("mine"), for: .superpoint).name == "mine")
  #expect(
    place.library.list().map(\.name) == [
      "superpoint", "superglue", "superpoint-fast", "superglue-fast", "start", "mine",
    ])
  #expect(place.library.damaged().map(\.path) == [path])
  #expect(
    message { _ = try place.library.load(.named("broken"), for: .superpoint) }
      == "weights broken: \(path) is damaged; remove it and import again")
}

@Test func incompleteWeightsAreNotImported() throws {
  let place = try Place()
  let file = try place.superPointFile(leaveOut: "convDb.weight")
  #expect(
    message { _ = try place.library.importFile(URL(filePath: file), as: "mine") }?.contains("convDb.weight") == true)
  #expect(!FileManager.default.fileExists(atPath: place.folder + "/imported/mine.weights"))
}

@Test(arguments: ["", "../evil", "a b", ".hidden", "start", "superglue"])
func namesThatCannotBeUsedAreRefused(_ name: String) throws {
  let place = try Place()
  let file = try place.superPointFile()
  #expect(
    message { _ = try place.library.importFile(URL(filePath: file), as: name) }?.hasPrefix("weights import: ") == true)
}

@Test func whatIsNotThereIsSaidWithWhatIs() throws {
  let place = try Place()
  #expect(
    message { _ = try place.library.load(.named("outdoor"), for: .superglue) }
      == "weights outdoor: no file and no weights of that name; superglue has: superglue, superglue-fast, start")
  #expect(
    message { _ = try place.library.load(.named("start"), for: .superpoint) }
      == "weights start: expected weights of superpoint, found weights of superglue")
}
