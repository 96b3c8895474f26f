import Superpose
import SuperposeEstimation
import SuperposeGeometry

/// What is known of a frame before transforms are estimated.
struct StackFrameFacts {
  var path: String
  var size: ImageSize?
  var keypointCount = 0
  /// How many pixels that the networks saw lie along one of the frame's own.
  var scale = 1.0
  var error: (any Error)?

  /// Frames with fewer keypoints show nothing that could be matched.
  static let fewestKeypoints = Evidence.fewestInliers

  var isUsable: Bool { size != nil && keypointCount >= Self.fewestKeypoints }
}

/// The frames that links connect.
struct LinkedGroups {
  /// For each frame the earliest frame of its group.
  let root: [Int]

  init(frameCount: Int, links: [FrameLink]) {
    var root = Array(0..<frameCount)
    for link in links {
      let (a, b) = (root[link.moving], root[link.fixed])
      guard a != b else { continue }
      for frame in root.indices where root[frame] == max(a, b) { root[frame] = min(a, b) }
    }
    self.root = root
  }

  func members(with frame: Int) -> [Int] { root.indices.filter { root[$0] == root[frame] } }

  /// The largest group, the earliest where several are.
  var largest: [Int] {
    let groups = Dictionary(grouping: root.indices) { root[$0] }
    return groups.max { ($0.value.count, -$0.key) < ($1.value.count, -$1.key) }?.value.sorted() ?? []
  }

  /// Returns the frame of a group from which all others are reached by the fewest and the strongest links: links count
  /// as long as the inverse root of their matches.
  static func center(of members: [Int], _ links: [FrameLink]) -> Int? {
    var neighbors: [Int: [(frame: Int, length: Double)]] = [:]
    for link in links {
      let length = 1 / Double(max(1, link.correspondences.count)).squareRoot()
      neighbors[link.moving, default: []].append((link.fixed, length))
      neighbors[link.fixed, default: []].append((link.moving, length))
    }
    let totals = members.map { distances(from: $0, neighbors).values.sorted().reduce(0, +) }
    guard let least = totals.min() else { return nil }
    return zip(members, totals).first { $1 == least }?.0
  }

  /// Returns the shortest distances to all frames that are reached (Dijkstra, 1959).
  private static func distances(
    from start: Int, _ neighbors: [Int: [(frame: Int, length: Double)]]
  ) -> [Int: Double] {
    var distance = [start: 0.0]
    var open: Set = [start]
    while let frame = open.min(by: { (distance[$0] ?? 0, $0) < (distance[$1] ?? 0, $1) }) {
      open.remove(frame)
      for next in neighbors[frame] ?? [] {
        let reached = (distance[frame] ?? 0) + next.length
        guard reached < distance[next.frame] ?? .infinity else { continue }
        distance[next.frame] = reached
        open.insert(next.frame)
      }
    }
    return distance
  }
}

extension Stack {
  /// Estimates all transforms from what was matched.
  ///
  /// - Throws: ``StackError`` where nothing is linked with the reference.
  init(
    _ facts: [StackFrameFacts], links: [StackLink], reference: StackOptions.Reference, options: EstimationOptions
  ) throws(StackError) {
    let trusted = links.indices.filter { links[$0].frameLink != nil }
    let frameLinks = trusted.compactMap { links[$0].frameLink }
    let groups = LinkedGroups(frameCount: facts.count, links: frameLinks)
    let chosen = try Self.reference(reference, facts, groups, frameLinks, links)
    let estimate = estimateJointly(
      facts.map { JointFrame(size: $0.size ?? ImageSize(width: 1, height: 1), scale: $0.scale) }, links: frameLinks,
      reference: chosen, model: options.model, tolerance: options.maxErrorPixels)
    var isUsed = [Bool](repeating: false, count: links.count)
    for (index, used) in zip(trusted, estimate.isUsed) { isUsed[index] = used }
    self.links = links
    self.isUsed = isUsed
    self.reference = chosen
    model = options.model
    noise = estimate.noise
    errors = Dictionary(
      uniqueKeysWithValues: facts.enumerated().compactMap { index, frame in
        frame.error.map { (index, $0) }
      })
    let judge = FrameJudge(
      facts: facts, links: links, trusted: trusted, estimate: estimate, reference: chosen, groups: groups,
      tolerance: options.maxErrorPixels)
    frames = facts.indices.map { judge.frame($0) }
    guard frames.count(where: { $0.verdict != .failed }) > 1 else {
      throw StackError(
        .notAligned, "no frame could be laid on '\(facts[chosen].path)'", hint: "use another reference")
    }
  }

  private static func reference(
    _ wanted: StackOptions.Reference, _ facts: [StackFrameFacts], _ groups: LinkedGroups, _ frameLinks: [FrameLink],
    _ links: [StackLink]
  ) throws(StackError) -> Int {
    switch wanted {
    case .auto:
      let members = groups.largest
      guard members.count > 1, let center = LinkedGroups.center(of: members, frameLinks) else {
        let best = links.max { $0.inlierCount < $1.inlierCount }
        let why =
          best.map {
            ": the best pair is \(facts[$0.moving].path) onto \(facts[$0.fixed].path), of which "
              + ($0.reasons.first ?? "nothing is known")
          } ?? ""
        throw StackError(.notAligned, "no two frames match" + why, hint: "give frames that show the same scene")
      }
      return center
    case .frame(let index):
      guard facts[index].isUsable, groups.members(with: index).count > 1 else {
        throw StackError(
          .notAligned, "no frame matches the reference '\(facts[index].path)'",
          hint: "use another reference, or let it be chosen")
      }
      return index
    }
  }
}

/// Says of each frame whether its transform can be trusted, and if not, why.
private struct FrameJudge {
  let facts: [StackFrameFacts]
  let links: [StackLink]
  /// The places of the links that took part in the estimate.
  let trusted: [Int]
  let estimate: JointEstimate
  let reference: Int
  let groups: LinkedGroups
  let tolerance: Double

  func frame(_ index: Int) -> Stack.Frame {
    let own = zip(trusted, estimate.isUsed.indices).filter { link, place in
      estimate.isUsed[place] && (links[link].moving == index || links[link].fixed == index)
    }
    let errors = own.compactMap { estimate.linkErrors[$1] }.sorted()
    let error = errors.isEmpty ? nil : errors[errors.count / 2]
    let (verdict, reasons) = verdict(index, error)
    let transform = verdict == .failed ? nil : estimate.referenceFromFrame[index]
    let figures = transform.flatMap { transform in
      facts[index].size.map { TransformFigures(transform, movingSize: $0) }
    }
    return Stack.Frame(
      path: facts[index].path, size: facts[index].size, verdict: verdict, reasons: reasons,
      keypointCount: facts[index].keypointCount, linkCount: own.count,
      inlierCount: own.reduce(0) { $0 + links[$1.0].inlierCount }, referenceFromFrame: transform,
      errorPixels: error.map { $0 / facts[index].scale }, shift: figures?.shift,
      turnDegrees: figures?.turnDegrees, scale: figures?.scale)
  }

  private func verdict(_ index: Int, _ error: Double?) -> (Verdict, [String]) {
    let frame = facts[index]
    if let error = frame.error { return (.failed, ["\(error)"]) }
    guard let size = frame.size, frame.isUsable else {
      return (.failed, ["only \(frame.keypointCount) keypoints were found: it is blank or blurred"])
    }
    if index == reference { return (.registered, []) }
    guard groups.root[index] == groups.root[reference] else { return (.failed, [unlinked(index)]) }
    guard let transform = estimate.referenceFromFrame[index], transform.isFinite, transform.inverse != nil else {
      return (.failed, ["its transform is not determined"])
    }
    if let folding = transform.folding(of: size) { return (.failed, [folding]) }
    if let error, error > tolerance {
      let pixels = String(error.rounded())
      return (
        .doubtful, ["its matches with other frames contradict each other by \(pixels) pixels that the networks saw"]
      )
    }
    return (.registered, [])
  }

  /// Why a frame is not linked with the reference.
  private func unlinked(_ index: Int) -> String {
    let others = groups.members(with: index).filter { $0 != index }
    if !others.isEmpty {
      let names = others.prefix(3).map { "'\(facts[$0].path)'" }.joined(separator: ", ")
      return "it matches only frames that do not match the reference's: \(names)" + (others.count > 3 ? ", …" : "")
    }
    let own = links.filter { $0.moving == index || $0.fixed == index }
    guard let best = own.max(by: { $0.inlierCount < $1.inlierCount }) else { return "no frame looks like it" }
    let other = best.moving == index ? best.fixed : best.moving
    return "no other frame matches it; with '\(facts[other].path)' \(best.reasons.first ?? "nothing agrees")"
  }
}
