import Superpose
import Testing

@Test func overlapIsInRegisterAndZeroOutside() throws {
  let overlap = try #require(Synthetic.registration().overlap())
  #expect(overlap.fixed.size == overlap.moving.size)
  let fixed = overlap.fixed.values(as: UInt8.self)
  let moving = overlap.moving.values(as: UInt8.self)
  #expect(fixed.indices.allSatisfy { (fixed[$0] == 0) == (moving[$0] == 0) })
  #expect(fixed.indices.allSatisfy { abs(Int(fixed[$0]) - Int(moving[$0])) <= 6 })
  let common = fixed.count { $0 > 0 }
  #expect(common > fixed.count / 2 && common < fixed.count)
}

/// The box is as large as the common pixels: none of its sides is empty.
@Test func overlapIsCroppedTightly() throws {
  let overlap = try #require(Synthetic.registration().overlap()).moving
  let (width, height) = (overlap.size.width, overlap.size.height)
  let sides = [(0, 0, 1, height), (width - 1, 0, 1, height), (0, 0, width, 1), (0, height - 1, width, 1)]
  for (x, y, width, height) in sides {
    #expect(overlap.cropped(x: x, y: y, width: width, height: height).values(as: UInt8.self).contains { $0 > 0 })
  }
}

@Test func overlapKeepsEachImagesDepthAndChannels() throws {
  let moving = Synthetic.image(Synthetic.movingSize, channels: 4, white: UInt16.max)
  let overlap = try #require(Synthetic.registration(moving: moving, fixed: Synthetic.fixed(channels: 1)).overlap())
  #expect(overlap.moving.depth == .uint16 && overlap.moving.channels == 4)
  #expect(overlap.fixed.depth == .uint8 && overlap.fixed.channels == 1)
  let alpha = stride(from: 3, to: overlap.moving.size.pixelCount * 4, by: 4).map {
    overlap.moving.values(as: UInt16.self)[$0]
  }
  #expect(zip(alpha, overlap.fixed.values(as: UInt8.self)).allSatisfy { ($0 == 0) == ($1 == 0) })
}

@Test func equalImagesOverlapWholly() throws {
  var registration = Synthetic.registration(fixed: Synthetic.moving())
  registration.report.fixedFromMoving = .identity
  let overlap = try #require(registration.overlap())
  #expect(overlap.fixed.values(as: UInt8.self) == registration.moving.values(as: UInt8.self))
  #expect(overlap.moving.values(as: UInt8.self) == registration.moving.values(as: UInt8.self))
}

@Test func imagesApartHaveNoOverlap() {
  var registration = Synthetic.registration()
  registration.report.fixedFromMoving = .translation(x: 1000, y: 0)
  #expect(registration.overlap() == nil)
}
