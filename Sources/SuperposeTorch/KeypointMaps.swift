public import SuperposeNetworks

/// What runs on score maps behind SuperPoint, `[B, 1, H, W]` with probabilities of at least zero.
extension TorchTensor {
  /// Keeps local maxima by the rule of inference (`NonMaximumSuppression`): every score that is the largest within
  /// `radius` and then, twice, those that become the largest after everything near a kept one is removed. Of equal
  /// maxima in one window the first in reading order is kept.
  ///
  /// Equal maxima are settled round by round: those that come first within their windows stay and remove what they
  /// cover. One round settles nearly every map, and the caller chooses how many there are, since asking whether
  /// something is left would make the device wait.
  ///
  /// - Parameters:
  ///   - radius: The radius of the window, in pixels.
  ///   - tieRounds: The number of rounds, at least one.
  /// - Returns: The maps with all other scores set to zero, and a number for each map that is zero where nothing was
  ///   left to settle, `[B]`.
  public func suppressed(
    radius: Int, tieRounds: Int = 2
  ) -> (scores: TorchTensor, unsettled: TorchTensor) {
    var kept = maximaOfWindows(radius)
    for _ in 0..<NetworkConstants.suppressionReopenings {
      let isFree = kept.spread(radius).not01()
      kept = kept + (self * isFree).maximaOfWindows(radius) * isFree
    }
    let (height, width) = (shape[2], shape[3])
    // Counted from the end, so that the first place has the largest number. 32-bit floats count to 2^24.
    let type: Torch.ElementType = height * width > 1 << 24 ? .f64 : .f32
    let order = TorchTensor.range(height * width, on: device, as: type).subtracted(from: height * width)
      .reshaped([1, 1, height, width])
    var rest = kept.converted(to: type) * order
    var settled = rest.zeros()
    for _ in 0..<tieRounds {
      let first = rest.maximaOfWindows(radius).converted(to: type)
      settled = settled + first
      rest = rest * first.spread(radius).not01()
    }
    return (self * settled.converted(to: .f32), rest.maximum([1, 2, 3]))
  }

  /// Returns 1 where a value above zero is the largest within a radius, else 0.
  private func maximaOfWindows(_ radius: Int) -> TorchTensor {
    equal(spread(radius)).and(greater(0)).converted(to: .f32)
  }

  /// Returns the maxima of windows, rows first and then columns, which takes a fraction of the comparisons. A window
  /// that is larger than the map covers it all.
  private func spread(_ radius: Int) -> TorchTensor {
    let (height, width) = (shape[2], shape[3])
    let (down, across) = (Swift.min(radius, height - 1), Swift.min(radius, width - 1))
    return maxPooled([1, 2 * across + 1], stride: [1, 1], padding: [0, across])
      .maxPooled([2 * down + 1, 1], stride: [1, 1], padding: [down, 0])
  }

  /// Turns ones into zeros and zeros into ones.
  private func not01() -> TorchTensor { self * -1 + 1 }

  /// Returns where scores peak between pixels, as inference does (`SubpixelPeak`): the peak of a quadric in the scores'
  /// logarithms, fitted by central differences. It is at most half a pixel away, and zero at the map's edge and where
  /// the neighbourhood has no peak.
  ///
  /// - Parameter places: Pixels, by their places in reading order, as 64-bit integers `[B, N]`.
  /// - Returns: The offsets as (x, y), `[B, N, 2]`.
  public func peakOffsets(at places: TorchTensor) -> TorchTensor {
    let (batch, height, width) = (shape[0], shape[2], shape[3])
    let logarithms = atLeast(NetworkConstants.leastPeakScore).log().reshaped([batch, height * width])
    // A pixel outside the map stands in for one whose offset is not used.
    func score(_ dx: Int, _ dy: Int) -> TorchTensor {
      logarithms.gathered(1, places.plus(dy * width + dx).clamp(0...height * width - 1))
    }
    let twice = score(0, 0) * 2
    let (gradientX, gradientY) = ((score(1, 0) - score(-1, 0)) * 0.5, (score(0, 1) - score(0, -1)) * 0.5)
    let (xx, yy) = (score(1, 0) + score(-1, 0) - twice, score(0, 1) + score(0, -1) - twice)
    let xy = (score(1, 1) - score(-1, 1) - score(1, -1) + score(-1, -1)) * 0.25
    let determinant = xx * yy - xy * xy
    let (row, column) = (places.quotient(width), places.remainder(width))
    let isInside = row.inside(1, height - 2).and(column.inside(1, width - 2))
    let isPeak = xx.less(0).and(yy.less(0)).and(determinant.greater(0)).and(isInside)
    let divisor = isPeak.choose(determinant, determinant * 0 + 1)
    let offsets = TorchTensor.stacked(
      [(xy * gradientY - yy * gradientX) / divisor, (xy * gradientX - xx * gradientY) / divisor], axis: 2)
    let isUsable = isPeak.unsqueezed(2).and(offsets.finite().all(axis: 2))
    let farthest = NetworkConstants.farthestPeak
    return isUsable.choose(offsets.clamp(-farthest...farthest), offsets.zeros())
  }
}
