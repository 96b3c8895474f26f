import Superpose
import SuperposeGeometry
import SuperposeImaging
import Testing

/// Returns the largest difference of two pictures of one size over the pixels of a polygon.
private func largestDifference(_ a: Image, _ b: Image, inside region: ConvexPolygon) -> Int {
  let (left, right) = (a.values(as: UInt8.self), b.values(as: UInt8.self))
  var largest = 0
  for y in 0..<a.size.height {
    for x in 0..<a.size.width where region.contains(Point(x: Double(x), y: Double(y))) {
      for c in 0..<a.channels {
        let index = (y * a.size.width + x) * a.channels + c
        largest = max(largest, abs(Int(left[index]) - Int(right[index])))
      }
    }
  }
  return largest
}

/// Returns the outline of an image's pixels, without those at its border, in another frame.
private func interior(_ size: ImageSize, _ targetFromImage: Homography) -> ConvexPolygon {
  let shrunk = [(2, 2), (size.width - 3, 2), (size.width - 3, size.height - 3), (2, size.height - 3)]
  return ConvexPolygon(shrunk.map { targetFromImage(Point(x: Double($0), y: Double($1))) })
}

@Test func warpedMovingShowsWhatTheFixedImageShows() throws {
  let registration = Synthetic.registration()
  let warped = try #require(registration.warpedMoving())
  #expect(warped.size == Synthetic.fixedSize)
  let region = interior(Synthetic.movingSize, Synthetic.fixedFromMoving)
  #expect(largestDifference(warped, registration.fixed, inside: region) <= 2)
  #expect(warped.pixel(2, 50) == [0, 0, 0])
}

@Test func warpedFixedShowsWhatTheMovingImageShows() throws {
  let registration = Synthetic.registration()
  let warped = try #require(registration.warpedFixed())
  let movingFromFixed = try #require(registration.movingFromFixed)
  #expect(warped.size == Synthetic.movingSize)
  let region = interior(Synthetic.fixedSize, movingFromFixed)
  #expect(largestDifference(warped, registration.moving, inside: region) <= 2)
}

@Test func alphaIsTransparentOutside() throws {
  let warped = try #require(Synthetic.registration(moving: Synthetic.moving(channels: 4)).warpedMoving())
  #expect(warped.pixel(2, 50) == [0, 0, 0, 0])
  #expect(warped.pixel(80, 50)[3] == 255)
}

@Test func aFailedRegistrationWarpsNothing() {
  let failed = Synthetic.registration(verdict: .failed)
  #expect(failed.warpedMoving() == nil)
  #expect(failed.warpedFixed() == nil)
  #expect(failed.overlap() == nil)
  #expect(failed.overlayPicture() == nil)
  #expect(failed.alignedPicture() == nil)
}
