"""The words that name columns and lines in French sources; written without accents, singular. Add words here."""

SPEECH = (
    "contribution", "avis", "idee", "proposition", "verbatim", "constat", "parole", "temoignage", "propos", "suggestion",
    "souhait", "attente", "besoin", "remarque", "observation", "opinion", "expression", "difficulte", "probleme", "envie",
    "reclamation", "doleance", "post it", "postit", "ce qui a ete dit", "point positif", "point negatif", "point fort",
    "point faible", "idea", "proposal", "piste d action", "piste d amelioration", "ressenti", "vecu", "demande exprimee",
)  # fmt: skip
"""What a resident said: every such column of a table is read, each as a contribution of its own."""

WRITING = (
    "texte", "text", "message", "commentaire", "comment", "body", "contenu", "content", "description", "descriptif", "projet",
    "reponse", "answer", "notes", "note",
)  # fmt: skip
"""What may also be someone else's words: the first of these is read, and only where no column holds speech."""

SIGNS = {"+": "points positifs", "-": "points négatifs", "−": "points négatifs", "–": "points négatifs"}
"""Columns of a walk that a sign names."""

NOT_TEXT = frozenset({
    "date", "id", "identifiant", "numero", "n", "nombre", "nb", "total", "type", "categorie", "statut", "etat", "status",
    "auteur", "author", "nom", "prenom", "email", "mail", "url", "lien", "theme", "thematique", "code", "score", "vote",
    "photo", "image", "service", "intervenant", "repondu", "publie", "soumis", "poster", "user", "votes", "pourcentage",
})  # fmt: skip
"""A column whose name holds one of these is not the text, whatever else it says (« nombre de propositions »)."""

TITLES = ("titre", "title", "intitule", "objet", "sujet")

ROLES = {
    "latitude": ("latitude", "lat", "geo lat"),
    "longitude": ("longitude", "lon", "lng", "long", "geo lon", "geo lng"),
    "question": ("question", "question text", "question posee", "consigne", "issue", "enonce", "texte de la question"),
    "said_on": (
        "date", "dit le", "said on", "jour", "date de la contribution", "published at", "publie le", "date de publication",
        "created at", "horodateur", "soumis le", "repondu le", "submitted at", "submit date", "submit date utc",
        "submission time", "date d ajout", "date de creation", "date de depot", "timestamp", "quand",
    ),
    "session": ("seance", "session", "etape", "halte", "arret", "atelier", "table", "groupe", "sous groupe"),
    "place": ("lieu", "place", "endroit", "emplacement", "localisation", "adresse", "address", "rue", "site", "ou"),
    "quartier": ("quartier", "nom du quartier", "quartier d habitation", "quartier de residence", "secteur", "code qpv"),
    "age": ("age", "tranche d age", "classe d age", "age band", "ages"),
    "gender": ("genre", "sexe", "gender", "vous etes"),
    "residence": ("residence", "qpv", "habite le qpv", "habitant du qpv", "lieu de residence"),
    "profile": ("public", "profil", "qui", "personne", "habitant", "qui parle", "personne recue", "personne rencontree"),
    "point": (
        "coordonnee", "coordonnee gps", "coord", "gps", "position gps", "point gps", "geo point", "geo point 2d", "geopoint",
        "geolocalisation", "geom", "the geom", "geometry", "geometrie", "wkt", "geojson", "lat lon", "lat lng", "latlng",
    ),
    "id": ("id", "identifiant", "id de reponse", "token", "uuid", "identifiant unique", "id contribution", "cle"),
}  # fmt: skip
"""Role -> names, the surest first; a role takes one column, and « latitude de la halte » is taken before any « halte »."""

LOOSE = {
    "said_on": ("date",), "age": ("age",), "quartier": ("quartier",), "session": ("seance", "halte"), "gender": ("sexe",),
    "latitude": ("latitude", "lat"), "longitude": ("longitude", "lng", "lon"),
}  # fmt: skip
"""Role -> words that are enough inside a longer name (« votre âge », « date de la halte »)."""

NEVER = {
    "said_on": frozenset(
        {
            "naissance",
            "ne",
            "nee",
            "fin",
            "debut",
            "modification",
            "modifie",
            "update",
            "updated",
            "echeance",
            "limite",
            "reponse",
            "relance",
            "cloture",
            "cloturee",
            "traite",
            "traitee",
            "traitement",
            "realisation",
            "livraison",
            "travaux",
            "suivi",
        }
    ),
    "quartier": frozenset({"conseil"}),
    "age": frozenset({"enfant", "fils", "fille", "batiment", "immeuble", "logement", "maison"}),
}
"""Role -> words that forbid it."""

NUMBERING = ("n", "no", "numero", "num", "sequentiel", "ordre", "rang", "ligne")
"""A file's own numbering: it moves when a row is inserted, so it is no identity."""

TOTALS = frozenset({"total", "totaux", "sous total", "total general"})
"""First words of a row that adds up those above it."""

METADATA = (
    "lieu", "date", "horaire", "horaires", "heure", "duree", "animation", "animateur", "animatrice", "animateurs",
    "animatrices", "animee par", "anime par", "participant", "participants", "participantes", "participation", "present",
    "presents", "presentes", "personnes presentes", "nombre de participants", "excuses", "absents", "public", "redaction",
    "redacteur", "redactrice", "secretaire", "secretariat", "prise de notes", "notes", "organisation", "organisateur",
    "organise par", "objet", "quartier", "ville", "contact", "intervenants", "ordre du jour", "diffusion", "format",
)  # fmt: skip
"""First lines of minutes (« Lieu : salle des fêtes ») that describe the meeting."""

ATTENDANCE = frozenset({
    "structure", "organisme", "organisation", "association", "institution", "collectivite", "entreprise", "service", "fonction",
    "qualite", "titre", "role", "quartier", "presence", "present", "excuse", "absent", "signature", "emargement",
})  # fmt: skip
"""Columns beside a name in the table of those who were there."""

STOPS = ("halte", "etape", "arret", "stop", "escale")
"""First word of a line that opens a stop of a mobile parliament or of a walk."""

GROUPS = ("table", "groupe", "sous groupe", "atelier", "theme", "seance", "sequence", "question", "axe", "thematique")
"""First word of a line that opens a table or a theme in minutes without styles."""

DOCUMENTS = frozenset({
    "compte", "rendu", "atelier", "seance", "reunion", "parlement", "diagnostic", "proces", "verbal", "pv", "conseil",
    "convention", "avis", "releve", "synthese", "notes", "restitution", "registre", "cahier", "concertation", "balade",
    "tournee", "marche", "permanence",
    "assemblee", "forum", "cafe", "questionnaire", "retour", "retranscription",
})  # fmt: skip
"""A first line that begins with one of these is the title of the document."""

KEPT_HYPHEN = frozenset({
    "vous", "nous", "moi", "toi", "lui", "elle", "elles", "il", "ils", "on", "je", "tu", "ce", "la", "ci", "le", "les",
    "leur", "en", "y", "etre", "meme", "memes", "t", "dela", "dessus", "dessous", "midi",
})  # fmt: skip
"""After one of these a hyphen at the end of a line belongs to the word (« rendez-vous »)."""

PLACES = (
    "salle", "gymnase", "centre social", "centre culturel", "centre commercial", "maison", "mjc", "mpt", "école", "collège",
    "lycée", "mairie", "hôtel de ville", "médiathèque", "bibliothèque", "théâtre", "foyer", "local", "place", "square", "parc",
    "jardin", "marché", "espace", "annexe", "city-stade", "city stade", "pied d'immeuble", "pied de la tour", "hall", "préau",
    "cantine", "ludothèque", "épicerie sociale", "résidence",
)  # fmt: skip
"""First words of the place of a meeting, as titles write them."""
