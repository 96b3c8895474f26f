public import SuperposeGeometry

/// One of many images whose transforms are estimated together.
public struct JointFrame: Hashable, Sendable {
  /// In pixels.
  public var size: ImageSize
  /// How many of the pixels in which errors are measured lie along one of the frame's own.
  public var scale: Double

  public init(size: ImageSize, scale: Double = 1) {
    self.size = size
    self.scale = scale
  }
}

/// The matches between two of the frames that agree on a transform.
public struct FrameLink: Hashable, Sendable {
  /// The index of the frame from which points come.
  public var moving: Int
  /// The index of the frame to which they go.
  public var fixed: Int
  /// The matches, in pixels of both frames.
  public var correspondences: [Correspondence]
  /// The transform on which they agree, which the search begins with.
  public var fixedFromMoving: Homography

  /// - Parameters:
  ///   - moving: the index of the frame from which points come.
  ///   - fixed: the index of the frame to which they go.
  ///   - correspondences: the matches, in pixels of both frames.
  ///   - fixedFromMoving: the transform on which they agree.
  public init(moving: Int, fixed: Int, correspondences: [Correspondence], fixedFromMoving: Homography) {
    (self.moving, self.fixed) = (moving, fixed)
    self.correspondences = correspondences
    self.fixedFromMoving = fixedFromMoving
  }
}

/// Frames that links connect, as far as they reach from one of them.
struct LinkTree {
  /// The frames that are reached, each after the one that it hangs from; the first is the root.
  let order: [Int]
  /// The link through which each frame is reached; nil for the root and for frames that are not reached.
  let link: [Int?]

  /// Grows the tree whose links have the most matches (Prim, 1957).
  init(root: Int, frameCount: Int, links: [FrameLink], using isUsed: [Bool]) {
    var order = [root]
    var reaching = [Int?](repeating: nil, count: frameCount)
    var isReached = [Bool](repeating: false, count: frameCount)
    isReached[root] = true
    while true {
      let open = links.indices.filter { isUsed[$0] && isReached[links[$0].moving] != isReached[links[$0].fixed] }
      guard
        let best = open.max(by: { links[$0].correspondences.count < links[$1].correspondences.count })
      else { break }
      let next = isReached[links[best].moving] ? links[best].fixed : links[best].moving
      isReached[next] = true
      reaching[next] = best
      order.append(next)
    }
    (self.order, link) = (order, reaching)
  }
}
