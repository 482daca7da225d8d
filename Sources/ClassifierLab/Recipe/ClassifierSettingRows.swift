// Every setting of a classifier, each in one row: key, range, default, help.

import Datasets
import GraphCompiler
import Mixing
import Runs

extension ClassifierRecipe {
  static let dataRows: [Setting] = [
    .nameOrFile(
      "data", DataNames.sets, endings: DataNames.endings, prefixes: DataNames.prefixes,
      default: "digits",
      help: "labelled samples: a set by name, your own table, or a folder of your own images with "
        + "a subfolder for each class"),
    .text(
      "data-dir", default: "",
      help: "folder of a set or of your own data; MIXLAB_DATA and the user's cache, or the folder "
        + "of the recipe file, by default",
      isHashed: false),
    .text(
      "label", default: "last",
      help: "column of a table that holds the class: its name, its number from 1, or last"),
    .real(
      "test-share", .between(0, and: 1), default: 0.2,
      help: "share of each class held out to test where a table comes without a test part"),
    .real(
      "validation", .from(0, below: 1), default: 0,
      help: "share of each class of the training samples held out to choose the best epoch by; 0 "
        + "is none, and the best epoch is then chosen on the test samples, and said so"),
    .integer(
      "split-seed", 0...Int.max, or: ["seed"], default: "seed",
      help: "what decides which samples are held out; seed takes the run's"),
    .choice(
      "augment", ["auto", "none", "crop", "flip-crop"], default: "auto",
      help: "random changes of training images: crops of the padded image, and mirror images; auto "
        + "is flip-crop for cifar10, cifar100 and fashion-mnist, else none"),
    .integer(
      "padding", 0...64, or: ["auto"], default: "auto", unit: "pixels",
      help: "padding that crops are taken from; auto is an eighth of the side"),
    .choice(
      "normalize", ["auto", "set", "authors", "none"], default: "auto",
      help:
        "what is done to pixels: set gives each colour mean 0 and deviation 1 over the training "
        + "images, authors takes the constants of the mixup authors' CIFAR code, which auto is for "
        + "cifar10 and cifar100; else auto is set"),
    .real(
      "corruption", .closed(0...1), default: 0,
      help: "share of the training labels that are drawn anew among all classes"),
    .integer(
      "corruption-seed", 0...Int.max, default: 12345,
      help: "what decides which labels are corrupted and how"),
  ]

  static let mixingRows: [Setting] = [
    .choice(
      "mix", MixingMethod.allCases.map(\.rawValue), default: "mixup",
      help: "how samples of a batch are mixed; off is empirical risk minimisation"),
    .real(
      "alpha", .from(0, below: 1e6), or: ["auto"], default: "auto",
      help: "mixup's strength: weights from Beta(alpha, alpha), or Dirichlet for dirichlet; 0 is "
        + "off; auto is 1 for images, as in the paper, and 0.2 for tables"),
    .real(
      "cutmix-alpha", .above(0, through: 1e6), default: 1,
      help: "the same for cutmix, whose boxes have an area of 1 - lambda"),
    .real(
      "cutmix-share", .closed(0...1), default: 0.5,
      help: "chance of cutmix instead of mixup with mixup-or-cutmix, drawn for each batch"),
    .integer("ways", 2...16, default: 3, help: "samples in a mixture with dirichlet"),
    .choice(
      "lambda", LambdaGranularity.allCases.map(\.rawValue), default: "batch",
      help: "which rows share a mixing weight"),
    .choice(
      "partners", PartnerChoice.allCases.map(\.rawValue), default: "permutation",
      help: "whom a sample is mixed with: the batch in another order, a second loader, or one of "
        + "its nearest training samples"),
    .integer(
      "neighbours", 1...1000, default: 200,
      help: "nearest training samples that partners are drawn from"),
    .choice(
      "targets", BatchMixing.Targets.allCases.map(\.rawValue), default: "mixed",
      help: "what a mixture is called: its labels mixed alike, or the label of the larger part"),
    .text(
      "mix-layer", default: "0",
      help: "where samples are mixed: 0 for the input, k in front of the network's stage k, or a "
        + "list such as 0,1,2 of which every batch draws one (manifold mixup)"),
    .real(
      "mix-probability", .closed(0...1), default: 1,
      help: "chance that a batch, a pair or a row, as lambda says, is mixed at all"),
    .integer(
      "mix-warm-up", 0...1_000_000, default: 0, unit: "epochs",
      help: "first epochs without mixing, as in the paper's speech experiment"),
    .integer(
      "mix-last-off", 0...1_000_000, default: 0, unit: "epochs", help: "last epochs without mixing"),
    .real(
      "smoothing", .from(0, below: 1), default: 0,
      help: "label smoothing: smoothing / K for each wrong class of K"),
    .real(
      "noise", .from(0, below: 1000), default: 0,
      help: "standard deviation of Gaussian noise on the normalised inputs in training"),
  ]

  static let modelRows: [Setting] = [
    .choice(
      "model", ["auto"] + ClassifierModel.allCases.map(\.rawValue), default: "auto",
      help: "the network; auto is mlp for tables and convnet for images"),
    .integer(
      "width", 1...4096, or: ["auto"], default: "auto",
      help: "hidden units of mlp (auto 128), channels of the first stage of convnet (32) and "
        + "preact-resnet18 (64), the factor of wrn-28-10 (10), the growth of densenet-bc-190 (40)"),
    .integer(
      "depth", 0...1000, or: ["auto"], default: "auto",
      help:
        "hidden layers of mlp (auto 2), layers of preact-resnet18 (18, or 10, 34), of wrn-28-10 "
        + "(28) and of densenet-bc-190 (190)"),
    .real(
      "dropout", .from(0, below: 1), default: 0,
      help: "share that is left out in training: of hidden units, or between the convolutions of a "
        + "residual block"),
    .choice(
      "block", ["double-norm", "plain"], default: "double-norm",
      help: "preact-resnet18 as in the authors' code, with normalisation after the first "
        + "convolution and an activated shortcut, or as in the code that the paper cites, which "
        + "needs a smaller learning rate or a warm-up"),
  ]

  static let trainingRows: [Setting] = [
    .integer(
      "epochs", 1...1_000_000, or: ["auto"], default: "auto",
      help: "passes over the training samples; auto is " + autoText("epochs")),
    .integer(
      "batch", 1...65_536, or: ["auto"], default: "auto", unit: "samples",
      help: "samples in a step; auto is " + autoText("batch")),
    .integer(
      "micro-batch", 0...65_536, default: 0, unit: "samples",
      help:
        "samples that go through the network at once, to save memory; gradients add up to those "
        + "of the batch, but batch statistics are those of the part; 0 takes the batch"),
    .choice(
      "optimizer", ["auto"] + OptimizerChoice.allCases.map(\.rawValue), default: "auto",
      help: "auto is " + autoText("optimizer")),
    .real(
      "lr", .above(0, through: 100), or: ["auto"], default: "auto",
      help: "learning rate at its highest; auto is " + autoText("lr")),
    .real("momentum", .from(0, below: 1), default: 0.9, help: "momentum of sgd and nesterov"),
    .real(
      "weight-decay", .from(0, below: 10), or: ["auto"], default: "auto",
      help: "factor of the weights that is added to the gradient; auto is "
        + autoText("weight-decay")),
    .choice(
      "decay-norms", ["on", "off"], default: "on",
      help: "whether weight decay pulls at biases and normalisations, too, as in the authors' code"),
    .choice(
      "schedule", ["auto", "constant", "milestones", "cosine", "one-cycle"], default: "auto",
      help: "how the learning rate falls; auto is " + autoText("schedule")),
    .text(
      "milestones", default: "100,150",
      help: "epochs after which milestones multiply the learning rate by lr-factor"),
    .real(
      "lr-factor", .between(0, and: 1), default: 0.1,
      help: "what the learning rate is multiplied "
        + "by at milestones"),
    .real(
      "warm-up", .from(0, below: 1_000_000), default: 0, unit: "epochs",
      help: "first epochs in which the learning rate rises linearly"),
  ]

  static let measurementRows: [Setting] = [
    .choice(
      "train-metrics", ["auto", "off", "last", "every"], default: "auto",
      help: "measure the training samples, neither mixed nor changed: never, after the last epoch, "
        + "or after every one; auto is last where labels are corrupted, else off")
  ]
}
