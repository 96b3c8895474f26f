public enum Checkpoints {}
