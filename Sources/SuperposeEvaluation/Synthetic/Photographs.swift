public import Foundation
public import Superpose
import SuperposeFiles
import SuperposeGeometry
import SuperposeImaging

/// The photographs of a folder that pairs can be made of.
public struct Photographs: Sendable {
  /// A picture that is fit.
  public struct Photograph: Hashable, Sendable {
    /// Where it is.
    public var file: URL
    /// In pixels, after its EXIF orientation.
    public var size: ImageSize
  }

  /// A file that was left out, and the reason.
  public struct Skipped: Codable, Hashable, Sendable {
    /// Its path, as it was given and found.
    public var path: String
    /// What was found.
    public var reason: String
  }

  /// The photographs in the order in which pairs use them.
  public private(set) var usable: [Photograph] = []
  /// What was passed over before enough were found.
  public private(set) var skipped: [Skipped] = []

  private static let extensions: Set = ["jpg", "jpeg", "png", "tif", "tiff", "webp", "bmp", "ppm", "pgm", "jp2"]

  /// Looks at the pictures of a folder, at any depth and in an order that the seed decides, until as many as asked for
  /// are readable and large enough.
  ///
  /// - Parameters:
  ///   - folder: The folder.
  ///   - limit: The largest number of photographs.
  ///   - smallest: The least long side and the least short side of a picture.
  ///   - seed: The seed of the order.
  ///   - progress: Called after each photograph with the number of those found.
  /// - Throws: ``EvaluationError`` where the folder cannot be read or holds no such photograph.
  public init(
    in folder: URL, atMost limit: Int, smallest: ImageSize, seed: UInt64, progress: (Int) -> Void = { _ in }
  ) throws {
    let folder = folder.pathText
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
      throw EvaluationError(.notFound, folder, problem: "no such folder", hint: "give a folder of photographs")
    }
    var generator = SplitMix64(seed: seed)
    for path in Self.candidates(in: folder).shuffled(using: &generator) where usable.count < limit {
      switch Self.size(of: path, smallest: smallest) {
      case .success(let size):
        usable.append(Photograph(file: URL(path: path), size: size))
        progress(usable.count)
      case .failure(let reason):
        skipped.append(Skipped(path: path, reason: reason.text))
      }
    }
    guard !usable.isEmpty else {
      throw EvaluationError(
        .malformed, folder,
        problem:
          "expected photographs of at least \(smallest) pixels, found none (\(skipped.count) files were skipped)",
        hint: "give a folder of photographs")
    }
  }

  /// Returns the pictures sorted by name, so that the order on disk does not matter.
  private static func candidates(in folder: String) -> [String] {
    let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    return names.filter { extensions.contains($0.extensionPart.lowercased()) }.sorted()
      .map { folder + "/" + $0 }
  }

  private struct Reason: Error {
    var text: String
  }

  private static func size(of path: String, smallest: ImageSize) -> Result<ImageSize, Reason> {
    do throws(ImageError) {
      let size = try Image(contentsOf: URL(path: path)).size
      let isLarge = size.longSide >= smallest.longSide && size.shortSide >= smallest.shortSide
      return isLarge ? .success(size) : .failure(Reason(text: "\(size) pixels are too few, \(smallest) are needed"))
    } catch {
      return .failure(Reason(text: error.problem))
    }
  }
}
