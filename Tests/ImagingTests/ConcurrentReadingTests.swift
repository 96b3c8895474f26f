import CStandardError
import Dispatch
import Foundation
import SuperposeImaging
import Synchronization
import Testing

/// A host program that receives what is written to its own `std::cerr`, and reads a second file at that moment.
private enum Host {
  static let heard = Mutex("")
  static let hasBegun = Atomic(false)
  static let hasReadMeanwhile = Atomic(false)

  /// Reads the other file, and waits for it, while OpenCV's decoder is inside its call and writes.
  static func receive(_ text: UnsafePointer<CChar>?) {
    heard.withLock { $0 += text.map { String(cString: $0) } ?? "" }
    guard !hasBegun.exchange(true, ordering: .relaxed) else { return }
    let done = DispatchSemaphore(value: 0)
    DispatchQueue.global().async {
      let image = try? Fixture.image("upright.png")
      standard_error_write("the host's own words\n")
      hasReadMeanwhile.store(image != nil, ordering: .relaxed)
      done.signal()
    }
    // The time-out ends the test where readings wait for each other.
    _ = done.wait(timeout: .now() + 30)
  }
}

@Suite struct ConcurrentReadingTests {
  /// The test runs in a process of its own, whose `std::cerr` it owns.
  @Test func readingsOverlapAndLeaveTheHostsStandardErrorAlone() async {
    await #expect(processExitsWith: .success) {
      let folder = try TemporaryFolder()
      var bytes = try Data(contentsOf: URL(fileURLWithPath: Fixture.path("alpha.tif")))
      // Tag 262, photometric interpretation, becomes 263: the decoder throws and writes a message.
      let entry = try #require(bytes.range(of: Data([0x06, 0x01, 0x03, 0x00])))
      bytes[entry.lowerBound] = 0x07
      try bytes.write(to: URL(fileURLWithPath: folder.file("broken.tif")))
      standard_error_listen { Host.receive($0) }
      #expect(throws: ImageError.self) { try Image(contentsOf: URL(filePath: folder.file("broken.tif"))) }
      let hasReadMeanwhile = Host.hasReadMeanwhile.load(ordering: .relaxed)
      #expect(hasReadMeanwhile)
      let heard = Host.heard.withLock { $0 }
      #expect(heard.contains("the host's own words"))
      #expect(heard.contains("PHOTOMETRIC"))
    }
  }
}
