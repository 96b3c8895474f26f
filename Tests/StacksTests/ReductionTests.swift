import Foundation
import SuperposeGeometry
import SuperposeImaging
import TestSupport
import Testing

@testable import SuperposeStacks

@Suite struct ReductionTests {
  private let scratch: Scratch
  private let size = ImageSize(width: 3, height: 2)

  init() throws { scratch = try Scratch() }

  private func frame<Value: PixelValue>(_ name: String, _ values: [Value], columns: Int = 3) throws -> ReducedFrame {
    let channels = values.count / size.pixelCount
    try Image(size: size, channels: channels, values: values).write(to: URL(path: scratch.path(name)))
    return ReducedFrame(path: scratch.path(name), outline: ImageSize(width: columns, height: 2).outline)
  }

  private func picture(_ reduction: StackReduction, _ frames: [ReducedFrame]) throws -> Image {
    try reduction.picture(of: frames, size: size, scratchIn: scratch.path)
  }

  @Test func eachPlaceIsTakenByItself() throws {
    let frames = [
      try frame("a.png", [UInt8]([10, 20, 30, 40, 50, 60])), try frame("b.png", [UInt8]([12, 20, 0, 40, 255, 63])),
      try frame("c.png", [UInt8]([17, 26, 3, 43, 53, 60])),
    ]
    #expect(try picture(.mean, frames).values(as: UInt8.self) == [13, 22, 11, 41, 119, 61])
    #expect(try picture(.median, frames).values(as: UInt8.self) == [12, 20, 3, 40, 53, 60])
    #expect(try picture(.max, frames).values(as: UInt8.self) == [17, 26, 30, 43, 255, 63])
    #expect(try picture(.min, frames).values(as: UInt8.self) == [10, 20, 0, 40, 50, 60])
    #expect(try scratch.names() == ["a.png", "b.png", "c.png"])
  }

  /// The last column of the second frame has no data.
  @Test func onlyFramesWithDataCount() throws {
    let frames = [
      try frame("a.png", [UInt16]([1000, 2000, 3000, 4000, 5000, 60000])),
      try frame("b.png", [UInt16]([2000, 3000, 0, 4001, 0, 0]), columns: 2),
    ]
    #expect(try picture(.median, frames).values(as: UInt16.self) == [1500, 2500, 3000, 4001, 2500, 60000])
    #expect(try picture(.min, frames).values(as: UInt16.self) == [1000, 2000, 3000, 4000, 0, 60000])
  }

  @Test func valuesThatAreNoNumberDoNotCount() throws {
    let frames = [
      try frame("a.tif", [Float]([.nan, 2, 3, .nan, 5, 6])), try frame("b.tif", [Float]([1, 4, 3, .nan, -5, 6])),
    ]
    #expect(try picture(.mean, frames).values(as: Float.self) == [1, 3, 3, 0, 0, 6])
  }

  @Test func whatIsTransparentDoesNotCount() throws {
    func pixels(_ value: UInt8, _ alpha: UInt8) -> [UInt8] { (0..<6).flatMap { _ in [value, value, value, alpha] } }
    let frames = [try frame("a.png", pixels(100, 255)), try frame("b.png", pixels(200, 0))]
    #expect(try picture(.mean, frames).values(as: UInt8.self) == pixels(100, 255))
  }

  @Test func depthsMustBeTheSame() throws {
    let frames = [
      try frame("a.png", [UInt8](repeating: 1, count: 6)), try frame("b.png", [UInt16](repeating: 1, count: 6)),
    ]
    let error = #expect(throws: StackError.self) { try picture(.mean, frames) }
    #expect(error?.description.contains("b.png' is uint16 and others are uint8; give frames of one depth") == true)
    #expect(try scratch.names() == ["a.png", "b.png"])
  }
}
