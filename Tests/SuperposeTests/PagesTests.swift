import Foundation
import SuperposeGeometry
import SuperposeImaging
import TestSupport
import Testing

@testable import Superpose

@Suite struct PagesTests {
  private func python(_ arguments: [String]) throws {
    let script = Repository.path + "/Tests/SuperposeTests/Python/pages.py"
    let outcome = try Command.python([script] + arguments)
    #expect(outcome.status == 0 && outcome.text.contains("right"), "\(outcome.text.suffix(1500))")
  }

  private func withStacks(_ body: (String) throws -> Void) throws {
    try withTemporaryFolder { folder in
      try python(["make", folder, "\(Synthetic.movingSize.width)", "\(Synthetic.movingSize.height)"])
      try body(folder)
    }
  }

  @Test func pagesAndChannelsAreFound() throws {
    try withStacks { folder in
      func first(_ name: String, _ page: ImagePage) throws -> UInt16 {
        try Image(contentsOf: URL(filePath: folder + "/" + name), page: page).values(as: UInt16.self)[0]
      }
      #expect(try (1...4).map { try first("ome.tif", .number($0)) } == [1000, 2000, 3000, 4000])
      #expect(try (1...2).map { try first("ome.tif", .channel($0)) } == [1000, 3000])
      #expect(try (1...4).map { try first("imagej.tif", .channel($0)) } == [1000, 2000, 3000, 4000])
      let wrong: [(String, ImagePage, String)] = [
        ("ome.tif", .number(9), "it has 4 pages, and page 9 was asked for; give a number from 1 to 4"),
        ("ome.tif", .channel(3), "it has 2 channels, and channel 3 was asked for; give a number from 1 to 2"),
        ("ome.tif", .number(0), "it has 4 pages, and page 0 was asked for"),
        ("one.png", .number(2), "it has 1 page, and page 2 was asked for; leave the page out"),
      ]
      try Synthetic.moving().write(to: URL(filePath: folder + "/one.png"))
      for (name, page, text) in wrong {
        let error = #expect(throws: ImageError.self) {
          try Image(contentsOf: URL(filePath: folder + "/" + name), page: page)
        }
        #expect(error?.kind == .noSuchPage && error?.description.contains(text) == true, "\(error as Any)")
        #expect(throws: ImageError.self) {
          try StreamedImage(contentsOf: URL(filePath: folder + "/" + name), pages: .one(page))
        }
      }
    }
  }

  @Test func allPagesOrOneAreWarped() throws {
    try withStacks { folder in
      let frame = ImageFrame(size: Synthetic.movingSize)
      let transform = try ImageTransform(moving: frame, fixed: frame, fixedFromMoving: .translation(x: 3, y: 2))
      let file = URL(filePath: folder + "/ome.tif")
      var options = ApplyOptions()
      options.pages = .all
      let all = try transform.apply(to: [file], writingTo: URL(filePath: folder + "/all"), options: options)
      #expect(all.files[0].pageCount == 4)
      try python(["check", folder + "/all/ome.tif", file.path, "3", "2"])
      for limit in [Int.max, 0] {
        options.pages = .one(.number(3))
        options.largestInMemory = limit
        try transform.apply(to: [file], writingTo: URL(filePath: folder + "/one"), options: options)
        let one = try Image(contentsOf: URL(filePath: folder + "/one/ome.tif"))
        #expect(one.frameCount == 1 && one.pixel(3, 2) == [3000] && one.pixel(10, 2) == [3049])
      }
    }
  }

  /// The channel that was registered stands for all.
  @Test func registeringAChannelWarpsAll() throws {
    try withStacks { folder in
      let file = URL(filePath: folder + "/ome.tif")
      let moving = try Image(contentsOf: file, page: .channel(2))
      var registration = Synthetic.registration(moving: moving)
      registration.report.moving.path = file.path
      registration.report.fixedFromMoving = .translation(x: 5, y: 4)
      registration.report.movingFromFixed = .translation(x: -5, y: -4)
      registration.note(RegisteredPages(moving: .channel(2)))
      try registration.write(
        to: URL(filePath: folder + "/out"), options: RegistrationOutputOptions(outputs: [.json, .warped]))
      let json = try String(contentsOf: URL(filePath: folder + "/out/registration.json"), encoding: .utf8)
      #expect(json.contains("\"channel\" : 2") && registration.moving.warnings.isEmpty)
      let warped = try StreamedImage(contentsOf: URL(filePath: folder + "/out/warped.tiff"), pages: .all)
      #expect(warped.pageCount == 4 && warped.size == Synthetic.fixedSize)
      let second = try Image(contentsOf: URL(filePath: folder + "/out/warped.tiff"), page: .channel(2))
      #expect(second.pixel(5, 4) == [3000] && second.pixel(4, 4) == [0])
    }
  }
}
