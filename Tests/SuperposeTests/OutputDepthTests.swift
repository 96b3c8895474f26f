import Foundation
import Superpose
import SuperposeImaging
import Testing

/// 16 bits and alpha are kept, from a file of each format to the files of the result.
@Test(arguments: [(source: "moving.png", extension: "png"), (source: "moving.tif", extension: "tiff")])
func sixteenBitsAndAlphaAreKept(source: String, extension pathExtension: String) throws {
  try withTemporaryFolder { folder in
    let path = folder + "/" + source
    try Synthetic.image(Synthetic.movingSize, channels: 4, white: UInt16.max).write(to: URL(filePath: path))
    let registration = Synthetic.registration(moving: try Image(contentsOf: URL(filePath: path)))
    try registration.write(to: URL(filePath: folder + "/out"), options: .init(both: true))
    let warped = try Image(contentsOf: URL(filePath: folder + "/out/warped." + pathExtension))
    #expect(warped.depth == .uint16 && warped.channels == 4)
    #expect(warped.values(as: UInt16.self) == registration.warpedMoving()?.values(as: UInt16.self))
    let cut = try Image(contentsOf: URL(filePath: folder + "/out/overlap-moving." + pathExtension))
    #expect(cut.depth == .uint16 && cut.channels == 4)
    // The fixed image was made in memory: 8 bits, three channels, PNG.
    for name in ["overlap-fixed.png", "warped-fixed.png"] {
      let picture = try Image(contentsOf: URL(filePath: folder + "/out/" + name))
      #expect(picture.depth == .uint8 && picture.channels == 3)
    }
  }
}

/// Floating-point images are written as TIFF, because PNG has no floating point.
@Test func floatingPointBecomesTIFF() throws {
  try withTemporaryFolder { folder in
    let size = Synthetic.movingSize
    let moving = Image(size: size, channels: 1, values: (0..<size.pixelCount).map { Float($0) + 0.5 })
    let registration = Synthetic.registration(moving: moving)
    try registration.write(to: URL(filePath: folder))
    let warped = try Image(contentsOf: URL(filePath: folder + "/warped.tiff"))
    #expect(warped.values(as: Float.self) == registration.warpedMoving()?.values(as: Float.self))
  }
}
