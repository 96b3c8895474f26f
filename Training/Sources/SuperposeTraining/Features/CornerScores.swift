import SuperposeTorch

/// Scores how much each pixel of an image looks like a corner: the smaller eigenvalue of the structure tensor (Shi and
/// Tomasi 1994), with Gaussian derivatives and a Gaussian window.
struct CornerScores {
  /// The standard deviations of the derivatives and of the window, in pixels.
  var derivativeSigma = 1.0
  var windowSigma = 1.5

  /// Computes the scores.
  ///
  /// - Parameter images: Grey images in 0…1, `[B, 1, H, W]`.
  /// - Returns: The scores `[B, 1, H, W]`, which are 0 where there is no corner.
  func callAsFunction(_ images: TorchTensor) -> TorchTensor {
    Torch.withoutGradients {
      let smooth = gaussian(derivativeSigma)
      let slope = smooth.enumerated().map {
        Float($0 - smooth.count / 2) / Float(derivativeSigma * derivativeSigma) * $1
      }
      let x = separable(images, rows: smooth, columns: slope)
      let y = separable(images, rows: slope, columns: smooth)
      let window = gaussian(windowSigma)
      let (xx, yy, xy) = (
        separable(x * x, rows: window, columns: window), separable(y * y, rows: window, columns: window),
        separable(x * y, rows: window, columns: window)
      )
      let spread = ((xx - yy).square() + xy.square() * 4).sqrt()
      return ((xx + yy - spread) * 0.5).relu()
    }
  }

  /// Returns scores in 0…1, whatever the contrast. A corner eight times as strong as the image's mean has a half.
  func relative(_ images: TorchTensor) -> TorchTensor {
    Torch.withoutGradients {
      let scores = self(images)
      return scores / (scores + scores.mean([1, 2, 3], keep: true) * 8).atLeast(1e-12)
    }
  }

  private func gaussian(_ sigma: Double) -> [Float] {
    let reach = Int((3 * sigma).rounded(.up))
    let weights = (-reach...reach).map { exp(-0.5 * Double($0 * $0) / (sigma * sigma)) }
    let sum = weights.reduce(0, +)
    return weights.map { Float($0 / sum) }
  }

  private func separable(_ x: TorchTensor, rows: [Float], columns: [Float]) -> TorchTensor {
    x.convolvedByChannel(TorchTensor(rows, [1, 1, rows.count, 1]).on(x.device), padding: (rows.count / 2, 0))
      .convolvedByChannel(TorchTensor(columns, [1, 1, 1, columns.count]).on(x.device), padding: (0, columns.count / 2))
  }
}
