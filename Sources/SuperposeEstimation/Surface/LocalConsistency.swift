import SuperposeGeometry

/// Tells displacements that their neighbours confirm from those that stand alone.
struct LocalConsistency {
  /// How many neighbours are asked.
  private static let neighbourCount = 10
  /// A neighbour's displacement may differ by this part of the distance to it: a surface is not steeper.
  private static let steepness = 0.25
  /// The least part of the neighbours that must agree, in the first round and, where the wrong ones are gone, in the
  /// second.
  private static let leastAgreement = [0.3, 0.5]

  /// Returns the indices of the samples that enough neighbours confirm.
  ///
  /// - Parameters:
  ///   - samples: Displacements at points.
  ///   - tolerance: What two right displacements at one place may differ by, in pixels.
  static func confirmed(_ samples: [FieldFit.Sample], tolerance: Double) -> [Int] {
    leastAgreement.reduce(Array(samples.indices)) { kept, least in
      kept.filter { agreement(of: $0, with: kept, samples, tolerance) >= least }
    }
  }

  /// Returns the part of a sample's nearest neighbours whose displacement fits its own.
  private static func agreement(
    of index: Int, with others: [Int], _ samples: [FieldFit.Sample], _ tolerance: Double
  ) -> Double {
    let own = samples[index]
    var nearest: [(distance: Double, index: Int)] = []
    for other in others where other != index {
      let distance = samples[other].point.distance(to: own.point)
      guard nearest.count < neighbourCount || distance < nearest[nearest.count - 1].distance else { continue }
      let place = nearest.firstIndex { $0.distance > distance } ?? nearest.count
      nearest.insert((distance, other), at: place)
      if nearest.count > neighbourCount { nearest.removeLast() }
    }
    guard nearest.count == neighbourCount else { return 0 }
    let agreeing = nearest.count { neighbour in
      let difference = samples[neighbour.index].displacement.distance(to: own.displacement)
      return difference <= tolerance + steepness * neighbour.distance
    }
    return Double(agreeing) / Double(neighbourCount)
  }
}
