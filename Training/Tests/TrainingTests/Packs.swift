import Foundation
import SuperposeGeometry
import SuperposeTorch
import SuperposeTrainingData
import TrainingTestSupport

@testable import SuperposeTraining

enum Packs {
  struct Picture {
    var name: String
    var size: ImageSize
    var kind = Photograph.Kind.photo
    var pixels: [UInt8]
  }

  static func pack(_ pictures: [Picture], in folder: TemporaryFolder) throws -> PhotographPack {
    let writer = PhotographPackWriter(folder.file("photographs.pack"))
    for picture in pictures {
      try writer.append(
        name: picture.name, width: picture.size.width, height: picture.size.height, kind: picture.kind,
        pixels: picture.pixels)
    }
    return try PhotographPack(reading: try writer.finish())
  }

  /// Makes a pack of drawn shapes, the same each time.
  static func shapes(_ count: Int, in folder: TemporaryFolder) throws -> PhotographPack {
    var generator = SplitMix64(seed: 5)
    let size = ImageSize(width: 120, height: 96)
    return try pack(
      (0..<count).map {
        Picture(name: "\($0).png", size: size, pixels: SyntheticShapes.draw(size: size, using: &generator).pixels)
      }, in: folder)
  }

  /// Makes a pack of photographs with one grey pixel each, of which the first `textures` are textures.
  static func kinds(_ count: Int, textures: Int, in folder: TemporaryFolder) throws -> PhotographPack {
    try pack(
      (0..<count).map {
        Picture(
          name: "\($0).png", size: ImageSize(width: 1, height: 1), kind: $0 < textures ? .texture : .photo, pixels: [9])
      }, in: folder)
  }
}
