"""The mentor's words: what went wrong, what it costs, what to look at next time."""

from simulator.coverage.language.provisions import ProvisionKind
from simulator.domain.text import Text

NOTHING = Text("Nothing went wrong.", "Midagi ei läinud valesti.")
UNREAD = Text("A paper that decides stayed unopened: {papers}.", "Dokument, mis otsustab, jäi avamata: {papers}.")
NO_REASON = Text("The decision has no reason.", "Otsusel puudub põhjendus.")
MISSED = Text(
    "A fact that decides went unnoticed: {fact}. It stands here: {papers}. It belongs to {clause}.",
    "Otsustav fakt jäi märkamata: {fact}. See on siin: {papers}. Punkt: {clause}.",
)
SPARE = Text("Too many facts were pinned that decide nothing.", "Liiga palju märgitud fakte ei otsusta midagi.")
UNTIED = Text(
    "The facts were found, but not tied to the clauses that they decide.",
    "Faktid on leitud, kuid sidumata punktidega, mille nad otsustavad.",
)
SLIPPED = {
    "disposition": Text("{because}", "{because}"),
    "request": Text("The request missed its mark. {because}", "Küsimine läks mööda. {because}"),
    "escalation": Text(
        "It was right to send it on, but not like this. {because}", "Edasi anda oli õige, aga mitte nii. {because}"
    ),
    "amount": Text("{because}", "{because}"),
    "grounds": Text(
        "The refusal rests on the wrong clause. {because}", "Keeldumine tugineb valele punktile. {because}"
    ),
}
OVERLOOKED = Text(
    "An error on the file went unnoticed: {error}. {shown}", "Viga toimikus jäi märkamata: {error}. {shown}"
)
ALARMS = Text("Too much was flagged as wrong that is right.", "Veaks sai märgitud liiga palju, mis on tegelikult õige.")
TOO_MUCH = Text("The sum: {off} more than is owed. {because}", "Summa: {off} rohkem, kui tuleb maksta. {because}")
TOO_LITTLE = Text("The sum: {off} less than is owed. {because}", "Summa: {off} vähem, kui tuleb maksta. {because}")
OTHERWISE = Text("{criterion}: {because}", "{criterion}: {because}")

COSTS_NOTHING = Text(
    "Nothing: the money is right and nobody waits in vain.", "Mitte midagi: raha on õige ja keegi ei oota asjata."
)
OVERPAID = Text(
    "{amount} would have been paid without being owed; all who pay premiums bear it.",
    "{amount} oleks makstud ilma kohustuseta; selle kannavad kõik, kes makseid tasuvad.",
)
REFUSED = Text(
    "{who} would have been refused {amount} that is owed.", "Alusetult jäänuks maksmata {amount}. Kelle kahjuks: {who}."
)
KEPT_BACK = Text(
    "{who} would have been paid {amount} too little.", "Liiga vähe oleks makstud {amount}. Kelle kahjuks: {who}."
)
EARLY = Text(
    "A decision on half a file: what is missing may turn it either way, and {who} would have had to complain.",
    "Otsus pooliku toimiku järgi: puuduv võib selle ümber pöörata ja vaidlema peaks {who}.",
)
EARLY_PAID = Text(
    "A decision on half a file: nobody knows yet how much is owed, and what was paid too much seldom comes back.",
    "Otsus pooliku toimiku järgi: veel ei tea keegi, kui palju tuleb maksta, ja liiga palju makstu tuleb harva tagasi.",
)
WAITS = Text(
    "{who} would have waited in vain. Steps that the claim did not need: {n}.",
    "Asjata oleks oodanud {who}. Samme, mida juhtum ei vajanud: {n}.",
)
WAITED = Text(
    "{who} would have waited {days} for nothing: what was sent could not settle anything.",
    "Asjata oodatud: {days}; saadetu ei saanudki midagi lahendada. Kelle kahjuks: {who}.",
)
DAY, DAYS = Text("day", "päev"), Text("days", "päeva")
UNSAID = Text(
    "No money yet: but whoever gets such a request has to guess what it is for, and may send the wrong thing.",
    "Raha veel mitte, aga kes sellise kirja saab, peab arvama, milleks seda vaja on, ja võib saata vale asja.",
)
PAST_OTHERS = Text(
    "Whoever has to see this claim would not have seen it: {queue}.",
    "Juhtum oleks läinud mööda sellest, kes peab seda nägema: {queue}.",
)
WRONG_DESK = Text(
    "First the claim would have lain at the wrong desk: {queue}.",
    "Kõigepealt oleks juhtum oodanud vales kohas: {queue}.",
)
ASKED_TWICE = Text("{who} would have to be asked a second time.", "Teist korda tuleks küsida. Kelle käest: {who}.")
HELD_UP = Text("{who} would have waited longer; no money is wrong.", "{who} oleks kauem oodanud; raha on õige.")
ONLY_FILE = Text(
    "No money: but whoever reads this file after you cannot see what the decision rests on.",
    "Raha ei ole mängus, kuid järgmine lugeja ei näe, millel otsus püsib.",
)

NEXT = {
    "errors": Text(
        "Lay papers that state the same beside each other: names, plates, dates, numbers; add up every sum once; "
        "then look at the record.",
        "Pane samast rääkivad dokumendid kõrvuti: nimed, auto numbrid, kuupäevad, arvud; liida iga summa üks kord "
        "üle; siis vaata süsteemi sisestatut.",
    ),
    "alarms": Text(
        "Flag a place only when you can say what contradicts it: another paper, the record, or the sum itself.",
        "Märgi koht veaks siis, kui oskad öelda, mis sellele vastu räägib: teine dokument, süsteem või summa ise.",
    ),
    "procedure": Text(
        "Open every paper once before you decide; two minutes each are cheaper than one wrong payment.",
        "Ava enne otsust iga dokument üks kord; kaks minutit on odavam kui üks vale makse.",
    ),
    "reason": Text(
        "Write two sentences that the policyholder could read: what decides, and what follows.",
        "Kirjuta kaks lauset, mida kindlustusvõtja võiks lugeda: mis otsustab ja mis sellest järeldub.",
    ),
    "spare": Text(
        "Pin only what would change the decision if it were different.",
        "Märgi ainult see, mis teistsugusena muudaks otsust.",
    ),
    "ties": Text(
        "Tie each fact to the clause that it decides; then the reason stands beside the fact.",
        "Seo iga fakt punktiga, mille see otsustab; siis on põhjus kohe fakti kõrval.",
    ),
    "early": Text(
        "Ask of each clause whether the file proves it already; what is open is asked for, never assumed.",
        "Küsi iga punkti juures, kas toimik seda juba tõendab; mis on lahtine, seda küsitakse, mitte ei oletata.",
    ),
    "in_vain": Text(
        "Before you ask or send on: what would the reply change? If nothing, decide.",
        "Enne kui küsid või edasi annad: mida vastus muudaks? Kui mitte midagi, siis otsusta.",
    ),
    "disposition": Text(
        "Ask in this order: in force? covered? excluded? a duty broken? proved? mine to decide?",
        "Küsi järjest: kas poliis kehtis? kas see on kaetud? välistatud? kas kohustust rikuti? "
        "kas see on tõendatud? kas otsus on minu teha?",
    ),
    "request": Text(
        "Before you ask: which fact is open, which paper proves it, and who holds that paper?",
        "Enne küsimist: milline fakt on lahtine, milline dokument seda tõendab ja kelle käes see on?",
    ),
    "escalation": Text(
        "Read first what the guide sends to others and why, and name that in the brief.",
        "Loe enne juhendist, mida ja miks edasi antakse, ning nimeta see kokkuvõttes.",
    ),
    "grounds": Text(
        "Name every clause without which the outcome would be another, and no more.",
        "Viita igale punktile, ilma milleta oleks tulemus teine, ja mitte rohkemale.",
    ),
    "amount": Text(
        "Settle line by line in the order of the wording, then take off what comes off the whole claim, once.",
        "Arvesta rida-realt tingimuste järjekorras ja võta kogu nõudelt maha see, mis maha läheb, üks kord.",
    ),
    "meanwhile": Text(
        "Before you pay a part, look at each line for what is still open, and at the whole event for your authority.",
        "Enne osa maksmist vaata, kas mõnel real on midagi lahtist ja kas kogu juhtum jääb sinu volituse piiresse.",
    ),
    "timeliness": Text(
        "Read with the open question in mind, and stop when it is answered.",
        "Loe, lahtine küsimus silme ees, ja lõpeta, kui see on vastatud.",
    ),
}
NEXT_BY_KIND = {
    ProvisionKind.IN_FORCE: Text(
        "Put the day of the loss beside the policy period before anything else, both ends included.",
        "Pane juhtumi päev kõigepealt kindlustusperioodi kõrvale, mõlemad otsad kaasa arvatud.",
    ),
    ProvisionKind.ELIGIBILITY: Text(
        "Check who, what and where: the person, the thing and the place have to be those of the policy.",
        "Vaata, kes, mis ja kus: isik, ese ja koht peavad olema poliisil nimetatud.",
    ),
    ProvisionKind.WAITING_PERIOD: Text(
        "Count the days from the first day of the policy, and see whether the cause has to wait.",
        "Loe päevi poliisi esimesest päevast ja vaata, kas sellel põhjusel on ooteaeg.",
    ),
    ProvisionKind.INSURED_EVENT: Text(
        "Find the paper that proves the event; until then the claimant still has to show it.",
        "Leia dokument, mis juhtumit tõendab; seni peab taotleja seda alles näitama.",
    ),
    ProvisionKind.EXCLUSION: Text(
        "Go through the exclusions with the papers in hand, and read what each “unless” gives back.",
        "Käi välistused dokumentidega läbi ja loe, mida iga „välja arvatud“ tagasi annab.",
    ),
    ProvisionKind.CONDITION: Text(
        "For each duty: was it kept, was there an excuse, and did the breach change anything?",
        "Iga kohustuse puhul: kas seda täideti, kas oli vabandus ja kas rikkumine midagi muutis?",
    ),
    ProvisionKind.MISREPRESENTATION: Text(
        "Compare what was declared with what the papers show, then read what the clause makes of the difference.",
        "Võrdle avaldatut dokumentidega ja loe, mida punkt erinevusest järeldab.",
    ),
    ProvisionKind.TERM: Text(
        "Take the settlement clauses one after another and ask of each what figure it needs.",
        "Võta arvestuse punktid järjest ette ja küsi igalt, millist arvu see vajab.",
    ),
}
KEEP = Text(
    "Keep this order: read all of it, pin what decides, then act.",
    "Hoia seda järjekorda: loe kõik läbi, märgi otsustav ja siis tegutse.",
)
