import SuperposeNetworks

extension TorchTensor {
  /// Convolves with zero padding that keeps the size.
  func convolved(_ weight: TorchTensor, _ bias: TorchTensor?, padding: Int) -> TorchTensor {
    Torch.call(
      "conv2d", "", .tensor(self), .tensor(weight), bias.map { .tensor($0) } ?? .none, .ints([1, 1]),
      .ints([padding, padding]))
  }

  /// Convolves each channel of `[B, C, H, W]` with its own kernel `[C, 1, k, k]`, with zero padding that keeps the
  /// size.
  public func convolvedByChannel(_ kernel: TorchTensor, padding: (Int, Int)) -> TorchTensor {
    Torch.call(
      "conv2d", "", .tensor(self), .tensor(kernel), .none, .ints([1, 1]), .ints([padding.0, padding.1]),
      .ints([1, 1]), .int(shape[1]))
  }

  func linear(_ weight: TorchTensor, _ bias: TorchTensor) -> TorchTensor {
    Torch.call("linear", "", .tensor(self), .tensor(weight), .tensor(bias))
  }

  /// Returns the maxima of windows, `[B, C, H, W]`.
  public func maxPooled(_ window: [Int], stride: [Int], padding: [Int] = [0, 0]) -> TorchTensor {
    Torch.call("max_pool2d", "", .tensor(self), .ints(window), .ints(stride), .ints(padding))
  }

  /// Returns the means of adjacent square windows, `[B, C, H, W]`.
  public func meanPooled(_ window: Int) -> TorchTensor {
    Torch.call("avg_pool2d", "", .tensor(self), .ints([window, window]), .ints([window, window]))
  }

  /// Pads `[B, C, H, W]` with copies of the outermost pixels, at the left, the right, the top and the bottom.
  public func replicationPadded(_ sides: [Int]) -> TorchTensor {
    Torch.call("replication_pad2d", "", .tensor(self), .ints(sides))
  }

  func attended(_ key: TorchTensor, _ value: TorchTensor, _ bias: TorchTensor?, scale: Float) -> TorchTensor {
    let (dropout, isCausal) = (TorchArgument.double(0), TorchArgument.bool(false))
    return Torch.call(
      "scaled_dot_product_attention", "", .tensor(self), .tensor(key), .tensor(value),
      bias.map { .tensor($0) } ?? .none, dropout, isCausal, .double(Double(scale)))
  }

  public func pixelShuffled(_ block: Int) -> TorchTensor { Torch.call("pixel_shuffle", "", .tensor(self), .int(block)) }

  /// Returns bilinear samples of `[B, C, H, W]` at the positions `grid` `[B, h, w, 2]`, given as (x, y) in −1…1.
  /// Outside the map everything is zero.
  ///
  /// - Parameters:
  ///   - grid: The positions.
  ///   - alignCorners: Whether −1 and 1 are the centres of the outermost pixels, and not their outer edges.
  public func gridSampled(_ grid: TorchTensor, alignCorners: Bool) -> TorchTensor {
    Torch.call("grid_sampler", "", .tensor(self), .tensor(grid), .int(0), .int(0), .bool(alignCorners))
  }

  /// Divides vectors along an axis by their Euclidean lengths.
  public func unitLength(_ axis: Int) -> TorchTensor {
    self / square().sum([axis], keep: true).sqrt().atLeast(NetworkConstants.shortestLength)
  }
}

extension TorchTensor {
  /// Resizes `[B, C, H, W]` with bicubic interpolation.
  public func resized(height: Int, width: Int) -> TorchTensor {
    Torch.call("upsample_bicubic2d", "", .tensor(self), .ints([height, width]), .bool(false))
  }
}
