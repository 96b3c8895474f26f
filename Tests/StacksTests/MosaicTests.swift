import Foundation
import Superpose
import SuperposeFiles
import SuperposeGeometry
import SuperposeImaging
import TestSupport
import Testing

@testable import SuperposeStacks

/// Pieces of a photograph whose places are known are put together again.
@Suite struct MosaicTests {
  private let scratch: Scratch
  private let photograph: Image

  init() throws {
    scratch = try Scratch()
    photograph = try Example.image("coffee.jpg")
  }

  /// Cuts four pieces out of the photograph, in two rows, each under a homography of its own and with its own light.
  private func pieces(gains: [Double], depth: Image.Depth = .uint8) throws -> Stack {
    let size = ImageSize(width: 330, height: 220)
    let places = [(0.0, 0.0), (262, 6), (4, 176), (266, 172)]
    let transforms = places.map { x, y in
      Homography(
        from: size.cornerPixels,
        to: size.cornerPixels.map { Point(x: x + $0.x * (1 + y * 1e-5), y: y + $0.y + x * 1e-2 * $0.x / 329) })!
    }
    let paths = try zip(transforms, gains).enumerated().map { index, piece in
      let warped = photograph.warped(by: piece.0.inverse!, to: size)!
      let path = scratch.path("piece-\(index).png")
      let values = warped.values(as: UInt8.self).map { Double($0) * piece.1 }
      let image =
        depth == .uint8
        ? Image(size: size, channels: 3, values: values.map { UInt8(clamping: Int($0.rounded())) })
        : Image(size: size, channels: 3, values: values.map { UInt16(clamping: Int(($0 * 257).rounded())) })
      try image.write(to: URL(path: path))
      return path
    }
    return Stack(knownPaths: paths, size: size, referenceFromFrame: transforms.map { transforms[0].inverse! * $0 })
  }

  /// Returns the mean difference of a mosaic from the photograph where it has data, in grey values of 8 bits.
  private func difference(_ picture: Image, _ mosaic: Mosaic, _ referenceFromPhotograph: Homography) -> Double {
    let mosaicFromPhotograph =
      PixelGrid.resize(by: mosaic.scale) * mosaic.area.areaFromFixed * referenceFromPhotograph
    let expected = photograph.addingAlpha().warped(by: mosaicFromPhotograph, to: mosaic.size)!.values(as: UInt8.self)
    let found = picture.values(as: UInt8.self)
    var (sum, count) = (0.0, 0)
    for pixel in 0..<mosaic.size.pixelCount where found[4 * pixel + 3] == 255 && expected[4 * pixel + 3] == 255 {
      for channel in 0..<3 { sum += abs(Double(found[4 * pixel + channel]) - Double(expected[4 * pixel + channel])) }
      count += 3
    }
    return sum / Double(max(count, 1))
  }

  @Test func piecesGiveTheWhole() throws {
    let stack = try pieces(gains: [1, 1, 1, 1])
    let mosaic = try Mosaic(stack)
    #expect((590...600).contains(mosaic.size.width) && (388...402).contains(mosaic.size.height) && mosaic.scale == 1)
    var progress: [Mosaic.Progress] = []
    let picture = try mosaic.picture { progress.append($0) }
    #expect(picture.size == mosaic.size && picture.channels == 4 && picture.depth == .uint8)
    #expect(progress.map(\.done) == [1, 2, 3, 4, 1, 2, 3, 4])
    let filled = picture.values(as: UInt8.self).enumerated().count { $0.offset % 4 == 3 && $0.element == 255 }
    #expect(Double(filled) > 0.97 * Double(mosaic.size.pixelCount))
    #expect(difference(picture, mosaic, .identity) < 4)
  }

  /// Where the light of the pieces differs the seams do not show: without that they do.
  @Test func lightIsMadeAlike() throws {
    let stack = try pieces(gains: [1, 0.7, 1, 0.7])
    func jump(_ options: MosaicOptions) throws -> Double {
      let mosaic = try Mosaic(stack, options: options)
      let values = try mosaic.picture().values(as: UInt8.self)
      let whole = photograph.warped(by: mosaic.area.areaFromFixed, to: mosaic.size)!.values(as: UInt8.self)
      // The ratio to the photograph, in the middle of the left and of the right half.
      func ratio(_ columns: Range<Int>) -> Double {
        var (a, b) = (0.0, 0.0)
        for y in 60..<mosaic.size.height - 60 {
          for x in columns {
            a += Double(values[4 * (y * mosaic.size.width + x)])
            b += Double(whole[3 * (y * mosaic.size.width + x)])
          }
        }
        return a / b
      }
      return abs(ratio(80..<200) / ratio(400..<520) - 1)
    }
    var plain = MosaicOptions()
    plain.compensatesExposure = false
    #expect(try jump(MosaicOptions()) < 0.6 * jump(plain))
  }

  /// Written part by part, a mosaic is the same as in one piece.
  @Test(arguments: [Image.Depth.uint8, .uint16]) func partsGiveTheSameMosaic(depth: Image.Depth) throws {
    let stack = try pieces(gains: [1, 0.8, 1.2, 1], depth: depth)
    var options = MosaicOptions()
    let whole = try Mosaic(stack, options: options).picture()
    (options.mostPixelsAtOnce, options.tileSide) = (100_000, 128)
    let mosaic = try Mosaic(stack, options: options)
    #expect(mosaic.isLarge)
    let error = #expect(throws: StackError.self) { try mosaic.picture() }
    #expect(error?.description.contains("is written part by part, which only TIFF allows") == true)
    let path = scratch.path("whole.tif")
    var progress: [Mosaic.Progress] = []
    try mosaic.write(to: URL(path: path)) { progress.append($0) }
    #expect(progress.last.map { $0.done == $0.total && $0.total > 12 } == true)
    let written = try Image(contentsOf: URL(path: path))
    #expect(written.size == mosaic.size && written.channels == 4 && written.depth == depth)
    #expect(try scratch.names().allSatisfy { !$0.hasPrefix(".superpose") })
    let (a, b) = (Self.values(whole), Self.values(written))
    let unit = depth == .uint8 ? 1.0 : 257.0
    let differences = zip(a, b).map { abs($0 - $1) / unit }
    #expect(try #require(differences.max()) < 0.1)
  }

  private static func values(_ image: Image) -> [Double] {
    image.depth == .uint8
      ? image.values(as: UInt8.self).map(Double.init) : image.values(as: UInt16.self).map(Double.init)
  }

  @Test func sixteenBitsStay() throws {
    let stack = try pieces(gains: [1, 1, 1, 1], depth: .uint16)
    let picture = try Mosaic(stack).picture()
    #expect(picture.depth == .uint16)
    let brightest = picture.values(as: UInt16.self).enumerated().filter { $0.offset % 4 != 3 }.map(\.element).max()
    #expect(try #require(brightest) > 50_000)
  }

  @Test func theScaleIsTheUsersOrWhatFits() throws {
    let stack = try pieces(gains: [1, 1, 1, 1])
    var options = MosaicOptions()
    options.mostPixels = 60_000
    let small = try Mosaic(stack, options: options)
    #expect(small.size.pixelCount <= 60_500 && small.scale < 0.6)
    options.scale = 0.25
    let smaller = try Mosaic(stack, options: options)
    #expect(smaller.size == smaller.area.size.scaled(by: 0.25))
    #expect(try difference(smaller.picture(), smaller, .identity) < 5)
    options.scale = 1000
    #expect(throws: StackError.self) { try Mosaic(stack, options: options) }
  }

  /// A camera that turns by a quarter sees at its border what lies near the reference plane's horizon.
  @Test func aPanoramaIsRefused() throws {
    let stack = try pieces(gains: [1, 1, 1, 1])
    let turned = Homography(rows: [[1, 0, 200], [0, 1, 0], [-0.0026, 0, 1]])
    let panorama = Stack(
      knownPaths: stack.frames.map(\.path), size: ImageSize(width: 330, height: 220),
      referenceFromFrame: stack.frames.map { $0.referenceFromFrame! }.dropLast() + [turned])
    let error = #expect(throws: StackError.self) { try Mosaic(panorama) }
    #expect(error?.kind == .notAligned)
    #expect(
      error?.description.contains("a panorama from a camera that turned does not fit on a plane") == true)
  }

  @Test func whatChangedOrCannotBeBlendedIsSaid() throws {
    let stack = try pieces(gains: [1, 1, 1, 1])
    let size = ImageSize(width: 330, height: 220)
    try Image(size: ImageSize(width: 2, height: 2), channels: 1, values: [UInt8](repeating: 3, count: 4))
      .write(to: URL(path: stack.frames[1].path))
    let changed = #expect(throws: StackError.self) { try Mosaic(stack).picture() }
    #expect(changed?.description.contains("piece-1.png' has 2x2 pixels and had 330x220 when it was matched") == true)
    let tiff = scratch.path("piece.tif")
    try Image(size: size, channels: 1, values: [Float](repeating: 1, count: size.pixelCount)).write(to: URL(path: tiff))
    let floating = Stack(
      knownPaths: [stack.frames[0].path, tiff], size: size, referenceFromFrame: [.identity, .identity])
    let error = #expect(throws: StackError.self) { try Mosaic(floating).picture() }
    #expect(error?.description.contains("is of floating point, which cannot be blended") == true)
  }
}

extension Stack {
  /// A stack whose transforms are known and not estimated; the first frame stays.
  fileprivate init(knownPaths: [String], size: ImageSize, referenceFromFrame: [Homography]) {
    let frames = zip(knownPaths, referenceFromFrame).map { path, transform in
      Frame(
        path: path, size: size, verdict: .registered, reasons: [], keypointCount: 100, linkCount: 1, inlierCount: 50,
        referenceFromFrame: transform, errorPixels: 0, shift: nil, turnDegrees: nil, scale: nil)
    }
    self.init(
      frames: frames, links: [], isUsed: [], reference: 0, model: .homography, noise: 0, errors: [:])
  }
}
