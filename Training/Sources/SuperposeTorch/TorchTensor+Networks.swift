import SuperposeNetworks

extension TorchTensor {
  /// Zero padding that keeps the size.
  func convolved(_ weight: TorchTensor, _ bias: TorchTensor?, padding: Int) -> TorchTensor {
    Torch.call(
      "conv2d", "", .tensor(self), .tensor(weight), bias.map { .tensor($0) } ?? .none, .ints([1, 1]),
      .ints([padding, padding]))
  }

  /// Each channel of `[B, C, H, W]` convolved with its own kernel `[C, 1, k, k]`, zero padding that keeps the size.
  public func convolvedByChannel(_ kernel: TorchTensor, padding: (Int, Int)) -> TorchTensor {
    Torch.call(
      "conv2d", "", .tensor(self), .tensor(kernel), .none, .ints([1, 1]), .ints([padding.0, padding.1]),
      .ints([1, 1]), .int(shape[1]))
  }

  func linear(_ weight: TorchTensor, _ bias: TorchTensor) -> TorchTensor {
    Torch.call("linear", "", .tensor(self), .tensor(weight), .tensor(bias))
  }

  /// Maxima of windows, `[B, C, H, W]`.
  public func maxPooled(_ window: [Int], stride: [Int], padding: [Int] = [0, 0]) -> TorchTensor {
    Torch.call("max_pool2d", "", .tensor(self), .ints(window), .ints(stride), .ints(padding))
  }

  /// Means of square windows that touch, `[B, C, H, W]`.
  public func meanPooled(_ window: Int) -> TorchTensor {
    Torch.call("avg_pool2d", "", .tensor(self), .ints([window, window]), .ints([window, window]))
  }

  /// `[B, C, H, W]` with copies of the outermost pixels: left, right, above, below.
  public func replicationPadded(_ sides: [Int]) -> TorchTensor {
    Torch.call("replication_pad2d", "", .tensor(self), .ints(sides))
  }

  func attended(_ key: TorchTensor, _ value: TorchTensor, _ bias: TorchTensor?, scale: Float) -> TorchTensor {
    let (dropout, isCausal) = (Argument.double(0), Argument.bool(false))
    return Torch.call(
      "scaled_dot_product_attention", "", .tensor(self), .tensor(key), .tensor(value),
      bias.map { .tensor($0) } ?? .none, dropout, isCausal, .double(Double(scale)))
  }

  public func pixelShuffled(_ block: Int) -> TorchTensor { Torch.call("pixel_shuffle", "", .tensor(self), .int(block)) }

  /// Bilinear samples of `[B, C, H, W]` at `grid` `[B, h, w, 2]` of (x, y) in −1…1; zero outside.
  ///
  /// - Parameter alignCorners: whether −1 and 1 are the centres of the outermost pixels, rather than their outer edges.
  public func gridSampled(_ grid: TorchTensor, alignCorners: Bool) -> TorchTensor {
    Torch.call("grid_sampler", "", .tensor(self), .tensor(grid), .int(0), .int(0), .bool(alignCorners))
  }

  /// Vectors along an axis divided by their Euclidean lengths.
  public func unitLength(_ axis: Int) -> TorchTensor {
    self / square().sum([axis], keep: true).sqrt().atLeast(NetworkConstants.shortestLength)
  }
}

extension TorchTensor {
  /// Bicubic, `[B, C, H, W]`.
  public func resized(height: Int, width: Int) -> TorchTensor {
    Torch.call("upsample_bicubic2d", "", .tensor(self), .ints([height, width]), .bool(false))
  }
}
