import CSuperposeKernels
import Foundation
import SuperposeNetworks

/// Finds the local maxima of a score map.
///
/// A pixel survives when it is the largest of its window of (2·radius + 1)² pixels. Suppressed regions are then opened
/// again, twice: a pixel survives too when it is the largest after everything near a survivor is taken out. Of equal
/// maxima in one window the first in reading order is kept, so that no two survivors are neighbours (16-bit arithmetic
/// makes ties). ``ReferenceNonMaximumSuppression`` computes the same in plain code.
enum NonMaximumSuppression {
  /// Calls `body` with the index and the score of every survivor, in reading order.
  ///
  /// - Parameters:
  ///   - scores: The score map, `[height, width]`, without negative values.
  ///   - width: The width of the map.
  ///   - height: The height of the map.
  ///   - radius: The radius of the window, in pixels.
  ///   - body: Takes an index and its score.
  static func survivors(
    of scores: UnsafeBufferPointer<Float>, width: Int, height: Int, radius: Int, _ body: (Int, Float) -> Void
  ) {
    guard let source = scores.baseAddress, scores.count == width * height else { return }
    let planes = Planes(width: width, height: height, radius: radius)
    planes.markMaxima(of: source, except: nil, into: planes.survivors)
    for _ in 0..<NetworkConstants.suppressionReopenings {
      planes.coverNeighbourhoods()
      planes.markMaxima(of: source, except: planes.covered, into: planes.fresh)
      planes.addFreshSurvivors()
    }
    planes.forEachWithoutTies(source, body)
  }
}

/// The working memory of one suppression: masks of the map's size and a few rows.
private final class Planes {
  let width: Int
  let height: Int
  let radius: Int
  let survivors: UnsafeMutablePointer<UInt8>
  let fresh: UnsafeMutablePointer<UInt8>
  let covered: UnsafeMutablePointer<UInt8>
  private let scratch: UnsafeMutablePointer<Float>
  private var count: Int { width * height }

  init(width: Int, height: Int, radius: Int) {
    self.width = width
    self.height = height
    self.radius = min(radius, max(width, height))
    survivors = .allocate(capacity: width * height)
    fresh = .allocate(capacity: width * height)
    covered = .allocate(capacity: width * height)
    scratch = .allocate(capacity: (2 * self.radius + 4) * width + 4 * self.radius)
  }

  deinit {
    for plane in [survivors, fresh, covered] { plane.deallocate() }
    scratch.deallocate()
  }

  func markMaxima(
    of source: UnsafePointer<Float>, except covered: UnsafePointer<UInt8>?, into mask: UnsafeMutablePointer<UInt8>
  ) {
    superpose_mark_window_maxima(source, covered, mask, scratch, Int32(width), Int32(height), Int32(radius))
  }

  /// Marks everything within the radius of a survivor as covered. Survivors are few, so each one marks its own window.
  func coverNeighbourhoods() {
    memset(covered, 0, count)
    forEachMarked(survivors) { index in
      let (y, x) = index.quotientAndRemainder(dividingBy: width)
      paint(rows: max(0, y - radius)...min(height - 1, y + radius), around: x)
    }
  }

  /// Adds the maxima of what is not covered to the survivors.
  func addFreshSurvivors() {
    for index in 0..<count { survivors[index] |= fresh[index] }
  }

  func forEachWithoutTies(_ scores: UnsafePointer<Float>, _ body: (Int, Float) -> Void) {
    memset(covered, 0, count)
    forEachMarked(survivors) { index in
      guard covered[index] == 0 else { return }
      body(index, scores[index])
      let (y, x) = index.quotientAndRemainder(dividingBy: width)
      paint(rows: y...min(height - 1, y + radius), around: x)
    }
  }

  private func paint(rows: ClosedRange<Int>, around x: Int) {
    let left = max(0, x - radius)
    let length = min(width - 1, x + radius) - left + 1
    for row in rows { memset(covered + row * width + left, 1, length) }
  }

  /// Visits marked pixels in reading order, and skips eight unmarked ones at a time.
  private func forEachMarked(_ mask: UnsafeMutablePointer<UInt8>, _ body: (Int) -> Void) {
    let raw = UnsafeRawPointer(mask)
    var index = 0
    while index < count {
      if index + 8 <= count, raw.loadUnaligned(fromByteOffset: index, as: UInt64.self) == 0 {
        index += 8
      } else {
        if mask[index] != 0 { body(index) }
        index += 1
      }
    }
  }
}
