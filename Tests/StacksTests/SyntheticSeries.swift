import Foundation
import Superpose
import SuperposeFiles
import SuperposeGeometry
import SuperposeImaging
import TestSupport

/// Frames of one photograph under a random walk of homographies, with noise and other light, in files. Some are black,
/// and some show another photograph.
struct SyntheticSeries {
  let files: [URL]
  /// Maps each frame to the photograph; nil for frames that do not show it.
  let photographFromFrame: [Homography?]
  let size: ImageSize

  /// - Parameters:
  ///   - photograph: What the frames show.
  ///   - foreign: What the frames at ``foreignPlaces`` show.
  ///   - size: That of each frame, which lies in the photograph's middle at first.
  ///   - step: By how many pixels the corners of a frame move from one to the next, at most.
  init(
    photograph: Image, foreign: Image, size: ImageSize, count: Int, foreignPlaces: Set<Int> = [],
    blackPlaces: Set<Int> = [], step: Double, seed: UInt64, folder: String
  ) throws {
    var generator = SplitMix64(seed: seed)
    var corners = Self.middle(of: photograph.size, size)
    var (files, truth): ([URL], [Homography?]) = ([], [])
    for index in 0..<count {
      if index > 0 { corners = Self.moved(corners, step, within: photograph.size, &generator) }
      let photographFromFrame = Homography(from: size.cornerPixels, to: corners)
      let isBlack = blackPlaces.contains(index)
      let isForeign = foreignPlaces.contains(index)
      let frame =
        isBlack
        ? Image(size: size, channels: 1, values: [UInt8](repeating: 0, count: size.pixelCount))
        : Self.frame(isForeign ? foreign : photograph, photographFromFrame!, size, &generator)
      let url = URL(path: folder + "/" + String(format: "frame-%03d.png", index))
      try frame.write(to: url)
      files.append(url)
      truth.append(isBlack || isForeign ? nil : photographFromFrame)
    }
    (self.files, photographFromFrame, self.size) = (files, truth, size)
  }

  /// Returns the mean corner error of a frame's transform into a reference, in pixels at a short side of 480.
  func error(_ referenceFromFrame: Homography, of frame: Int, reference: Int) -> Double {
    guard let photographFromFrame = photographFromFrame[frame],
      let truth = photographFromFrame[reference: reference, self.photographFromFrame]
    else { return .infinity }
    return referenceFromFrame.cornerError(from: truth, over: size) * 480 / Double(size.shortSide)
  }

  private static func middle(of photograph: ImageSize, _ size: ImageSize) -> [Point] {
    let (x, y) = (Double(photograph.width - size.width) / 2, Double(photograph.height - size.height) / 2)
    return size.cornerPixels.map { Point(x: $0.x + x, y: $0.y + y) }
  }

  /// Moves all corners together, and each a little by itself; back where they would leave the photograph.
  private static func moved(
    _ corners: [Point], _ step: Double, within size: ImageSize, _ generator: inout SplitMix64
  ) -> [Point] {
    while true {
      func random(_ part: Double) -> Double { generator.uniform(in: -part * step...part * step) }
      let shift = Point(x: random(1), y: random(1))
      let next = corners.map { $0 + shift + Point(x: random(0.3), y: random(0.3)) }
      if next.allSatisfy({ size.contains($0) }) { return next }
    }
  }

  private static func frame(
    _ photograph: Image, _ photographFromFrame: Homography, _ size: ImageSize, _ generator: inout SplitMix64
  ) -> Image {
    let warped = photograph.gray().warped(by: photographFromFrame.inverse!, to: size)!
    let (gain, offset) = (generator.uniform(in: 0.75...1.2), generator.uniform(in: -15...15))
    let values = warped.values(as: UInt8.self).map { value in
      UInt8(clamping: Int((gain * Double(value) + offset + 3 * Double(generator.normalPair().0)).rounded()))
    }
    return Image(size: size, channels: 1, values: values)
  }
}

extension Homography {
  /// Returns the transform of this frame into another one of those that see a photograph.
  fileprivate subscript(reference index: Int, all: [Homography?]) -> Homography? {
    all[index]?.inverse.map { $0 * self }
  }
}

/// The repository's pictures.
enum Example {
  static func image(_ name: String) throws -> Image {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return try Image(contentsOf: root.appendingPathComponent("examples/" + name))
  }
}

/// Returns a registrar that is fast enough for tests.
func smallRegistrar() throws -> Registrar {
  var configuration = RegistrationConfiguration()
  configuration.extraction.maxKeypoints = 400
  return try Registrar(configuration: configuration)
}
