"""The rows of the access table for pages of projects and firms."""

PROJECT_READ = {
    "projects": ("business", ()),
    "project": ("business", ("PROJECT",)),
    "project-export": ("business", ()),
    "project-board": ("business", ()),
    "project-map": ("business", ()),
    "project-stages": ("business", ()),
    "permits": ("business", ()),
    "procedures": ("business", ()),
    "procedure-step": ("supervision", ("filing", "permit")),
    "zone-investment": ("business", ()),
    "investment-rule": ("business", ()),
    "project-new": ("project's keepers", ()),
    "project-edit": ("project's own", ("PROJECT",)),
    "project-responsibility": ("business", ("PROJECT",)),
    "responsible-export": ("business", ("PROJECT",)),
    "project-permits": ("business", ("PROJECT",)),
    "project-permit": ("project's own", ("PROJECT", "permit")),
    "project-investment": ("business", ("PROJECT",)),
    "enterprises": ("business", ()),
    "enterprise": ("business", ("FIRM",)),
    "enterprise-new": ("firm keepers", ()),
    "enterprise-edit": ("firm keepers", ("FIRM",)),
}
PROJECT_ROLES = {
    "supervision": frozenset({"ducha"}),
    "project's keepers": frozenset({"ducha", "jianhuan"}),
    "project's own": frozenset({"ducha", "jianhuan"}),
    "firm keepers": frozenset({"ducha", "tongji"}),
}
PROJECT_WRITE = {
    "project-dates": ("PROJECT",),
    "project-move": ("PROJECT",),
    "responsible-name": ("PROJECT",),
    "responsible-papers": ("PROJECT", 1),
    "investment-plan": ("PROJECT",),
    "investment-figure": ("PROJECT",),
    "investment-words": ("PROJECT",),
    "investment-evidence": ("PROJECT",),
    "investment-enrol": ("PROJECT",),
    "enterprise-lists": ("FIRM",),
}
