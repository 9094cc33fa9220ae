"""Small models of kinds that no small preset has."""

from dataclasses import replace

from sts_model.config import PRESETS, EncoderConfig, LstmStackConfig, StsConfig


def tiny_paper() -> StsConfig:
    """The kinds and frames of sts-paper at a size for tests."""
    paper, lstm = PRESETS["sts-paper"](), LstmStackConfig(layers=2, units=12)
    return replace(
        paper,
        preset="sts-tiny-paper",
        frontend=replace(paper.frontend, mels=20),
        separator=replace(paper.separator, mix=lstm, sep=lstm),
        encoder=EncoderConfig(stack=lstm, kind="recurrent"),
        transducer=replace(paper.transducer, joint=16, embedding=8, outputs=30, lstm=lstm),
    )
