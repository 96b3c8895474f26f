/// Two frames of a list, the earlier one first.
struct FramePair: Hashable, Comparable, Sendable {
  let first: Int
  let second: Int

  init(_ a: Int, _ b: Int) { (first, second) = (min(a, b), max(a, b)) }

  static func < (a: FramePair, b: FramePair) -> Bool { (a.first, a.second) < (b.first, b.second) }
}

/// Which pairs of frames are worth matching.
struct CandidatePairs {
  /// How many pairs there are at most for each frame.
  static let mostPerFrame = 8
  /// How many of the frames that look most alike are tried with each.
  private static let loopsPerFrame = 3
  /// How many pairs are tried to connect a frame that nothing connects.
  private static let rescuesPerFrame = 2
  /// With fewer keypoints in common, frames look alike by chance.
  static let leastResemblance = 8

  /// The frames that have enough keypoints, in order.
  let usable: [Int]
  /// By pairs of places in ``usable``.
  private let resemblance: [FramePair: Int]

  /// - Parameter signatures: nil for frames that cannot be matched.
  init(_ signatures: [FrameSignature?]) {
    let usable = signatures.indices.filter { signatures[$0] != nil }
    var resemblance: [FramePair: Int] = [:]
    for (place, first) in usable.enumerated() {
      for second in usable[(place + 1)...] {
        if let a = signatures[first], let b = signatures[second] {
          resemblance[FramePair(first, second)] = a.resemblance(to: b)
        }
      }
    }
    self.init(usable: usable, resemblance: resemblance)
  }

  init(usable: [Int], resemblance: [FramePair: Int]) {
    (self.usable, self.resemblance) = (usable, resemblance)
  }

  /// Every pair.
  var all: [FramePair] {
    usable.enumerated().flatMap { place, first in usable[(place + 1)...].map { FramePair(first, $0) } }
  }

  /// The frame that looks most like all others, the earliest where several do; nil without frames.
  var medoid: Int? {
    let totals = usable.map { frame in usable.reduce(0) { $0 + value(frame, $1) } }
    guard let most = totals.max() else { return nil }
    return zip(usable, totals).first { $1 == most }?.0
  }

  /// Neighbours and their neighbours, the reference, and the frames that look most alike, in order.
  func linked(reference: Int) -> [FramePair] {
    var pairs: Set<FramePair> = []
    for distance in 1...2 {
      for (first, second) in zip(usable, usable.dropFirst(distance)) { pairs.insert(FramePair(first, second)) }
    }
    for frame in usable where frame != reference { pairs.insert(FramePair(frame, reference)) }
    for frame in usable {
      let others = likest(frame, among: usable).filter { value(frame, $0) >= Self.leastResemblance }
      for other in others.filter({ !pairs.contains(FramePair(frame, $0)) }).prefix(Self.loopsPerFrame) {
        pairs.insert(FramePair(frame, other))
      }
    }
    return pairs.sorted()
  }

  /// For each frame that is not connected, those of the connected frames that it looks most like and that were not
  /// tried.
  func rescues(connected: Set<Int>, tried: Set<FramePair>) -> [FramePair] {
    let places = usable.filter(connected.contains)
    let pairs = usable.filter { !connected.contains($0) }.flatMap { frame in
      likest(frame, among: places).map { FramePair(frame, $0) }.filter { !tried.contains($0) }
        .prefix(Self.rescuesPerFrame)
    }
    let room = max(0, Self.mostPerFrame * usable.count - tried.count)
    return Array(Set(pairs).sorted().prefix(room))
  }

  /// The others by how much they look like a frame, the nearest in the list first where they are equal.
  private func likest(_ frame: Int, among others: [Int]) -> [Int] {
    others.filter { $0 != frame }.sorted {
      (-value(frame, $0), abs($0 - frame), $0) < (-value(frame, $1), abs($1 - frame), $1)
    }
  }

  private func value(_ a: Int, _ b: Int) -> Int { a == b ? 0 : resemblance[FramePair(a, b)] ?? 0 }
}
