import Foundation
import Superpose
import SuperposeFiles

/// A folder with sequences in the layout of HPatches at any depth.
struct HomographyFolder {
  private let path: String

  init(_ path: String) { self.path = path }

  func pairs() throws -> [EvaluationPair] {
    let pairs = try sequences().flatMap(pairs(ofSequence:))
    guard !pairs.isEmpty else {
      throw EvaluationError(
        .malformed, path,
        problem: "expected folders with images 1.png, 2.png, ... and homographies H_1_2, ..., found none",
        hint: "give a folder in the layout of HPatches, or a list of pairs")
    }
    return pairs
  }

  /// Returns the folders that hold a homography, relative to the root and in order. The root itself is "".
  private func sequences() throws -> [String] {
    let files = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
    let folders = files.filter { Self.partner(ofHomography: $0.lastPathPart) != nil }
      .map { $0.folderPart }
    return Set(folders).sorted()
  }

  private func pairs(ofSequence sequence: String) throws -> [EvaluationPair] {
    let folder = sequence.isEmpty ? path : path + "/" + sequence
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
    let partners = names.compactMap(Self.partner).sorted()
    let root = URL(fileURLWithPath: path).standardizedFileURL.lastPathComponent
    let name = sequence.isEmpty ? root : sequence
    let parent = sequence.folderPart
    let first = try image("1", in: folder, names)
    return try partners.map { partner in
      let second = try image(String(partner), in: folder, names)
      return EvaluationPair(
        name: "\(name)/1-\(partner)", sequence: name, dataset: parent.isEmpty ? root : parent,
        identity: fileIdentity(first) + " " + fileIdentity(second),
        images: (.file(URL(path: first)), .file(URL(path: second))),
        truth: .homography(try NumberFile.homography(folder + "/H_1_\(partner)")))
    }
  }

  /// Returns the only file with this name and any extension that is not a homography.
  private func image(_ stem: String, in folder: String, _ names: [String]) throws -> String {
    let found = names.filter { $0.withoutExtension == stem && $0 != stem }.sorted()
    guard found.count == 1 else {
      throw EvaluationError(
        .malformed, folder,
        problem: "expected one image \(stem).*, found \(found.isEmpty ? "none" : found.joined(separator: ", "))",
        hint: "each homography H_1_k needs images 1 and k")
    }
    return folder + "/" + found[0]
  }

  /// Returns 4 for `H_1_4`, and nil for other names.
  private static func partner(ofHomography name: String) -> Int? {
    guard name.hasPrefix("H_1_"), let number = Int(name.dropFirst(4)), number > 1 else { return nil }
    return number
  }
}
