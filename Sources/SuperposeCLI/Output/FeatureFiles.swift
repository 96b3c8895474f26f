import Foundation
import Superpose
import SuperposeFiles
import SuperposeMatching

/// The files that features are written to: one file, or for several images a folder with one file each.
struct FeatureFiles {
  private let folder: OutputFolder?
  private let paths: [String]
  private let images: [String]

  /// Checks in advance for what would prevent the writing later.
  init(_ path: String, images: [String]) throws {
    self.images = images
    let isFolder = path.hasSuffix("/") || FileSystem.isFolder(path)
    if images.count == 1 && !isFolder {
      folder = nil
      paths = [try OutputFile(path, inputs: images).path]
    } else {
      guard isFolder || !path.lowercased().hasSuffix(".npz") else {
        throw CommandError(
          .usage, "--npz: expected a folder for \(images.count) images, found '\(path)'; give a folder's name")
      }
      let path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
      folder = try OutputFolder(path)
      paths = Self.names(images).map { path + "/" + $0 + ".npz" }
    }
  }

  func write(_ features: [Features]) throws {
    try folder?.create()
    for (path, features) in zip(paths, features) { try OutputFile(path, inputs: images).write(NPZ.features(features)) }
  }

  /// Returns the images' names without extensions. A name that occurs again gets a number: `view`, `view-2`.
  private static func names(_ images: [String]) -> [String] {
    var taken: Set<String> = []
    return images.map { image in
      let stem = URL(fileURLWithPath: image).deletingPathExtension().lastPathComponent
      var name = stem
      var number = 2
      while !taken.insert(name).inserted {
        name = "\(stem)-\(number)"
        number += 1
      }
      return name
    }
  }
}
